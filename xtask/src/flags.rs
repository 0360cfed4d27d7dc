//! The command line: flags with values, switches, operands.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::str::FromStr;

/// A flag that a command takes.
pub struct Flag {
    name: &'static str,
    /// What the value is called in help; a switch has none.
    value: Option<&'static str>,
    pub about: &'static str,
}

impl Flag {
    pub const fn value(name: &'static str, value: &'static str, about: &'static str) -> Self {
        Self {
            name,
            value: Some(value),
            about,
        }
    }

    pub const fn switch(name: &'static str, about: &'static str) -> Self {
        Self {
            name,
            value: None,
            about,
        }
    }

    /// `--port PORT`, as help shows it.
    pub fn synopsis(&self) -> String {
        match self.value {
            Some(value) => format!("{} {value}", self.name),
            None => self.name.to_owned(),
        }
    }
}

/// What was typed after the command's name.
#[derive(Default, Debug)]
pub struct Flags {
    given: BTreeMap<&'static str, String>,
    operands: Vec<String>,
}

impl Flags {
    /// Accepts `--flag value`, `--flag=value` and operands; refuses what `known` doesn't list.
    pub fn parse(arguments: &[String], known: &[Flag]) -> Result<Self> {
        let mut flags = Self::default();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if !argument.starts_with('-') {
                flags.operands.push(argument.clone());
                continue;
            }
            let (name, inline) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            let flag = known
                .iter()
                .find(|flag| flag.name == name)
                .with_context(|| {
                    let names: Vec<_> = known.iter().map(Flag::synopsis).collect();
                    format!("unknown flag '{name}' (known: {})", names.join(", "))
                })?;
            let value = match (flag.value, inline) {
                (None, None) => String::new(),
                (None, Some(_)) => bail!("{name} takes no value"),
                (Some(_), Some(value)) => value,
                (Some(what), None) => rest
                    .next()
                    .with_context(|| format!("{name} wants a value: {name} {what}"))?
                    .clone(),
            };
            flags.given.insert(flag.name, value);
        }
        Ok(flags)
    }

    /// Whether a switch was given.
    pub fn has(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    /// The value of a flag, if it was given.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.given.get(name).map(String::as_str)
    }

    /// The value of a flag as a number or other parsed type, or `default`.
    pub fn parsed<T: FromStr>(&self, name: &str, default: T) -> Result<T> {
        match self.text(name) {
            None => Ok(default),
            Some(text) => match text.parse() {
                Ok(value) => Ok(value),
                Err(_) => bail!("{name} can't be '{text}'"),
            },
        }
    }

    pub fn operands(&self) -> &[String] {
        &self.operands
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Flag] = &[
        Flag::value("--port", "PORT", ""),
        Flag::switch("--reset", ""),
    ];

    fn parse(line: &str) -> Result<Flags> {
        let arguments: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
        Flags::parse(&arguments, KNOWN)
    }

    #[test]
    fn reads_values_switches_and_operands() {
        let flags = parse("fmt --port 81 --reset e2e").unwrap();
        assert_eq!(flags.parsed("--port", 8080u16).unwrap(), 81);
        assert!(flags.has("--reset"));
        assert_eq!(flags.operands(), ["fmt", "e2e"]);
        assert_eq!(parse("--port=82").unwrap().text("--port"), Some("82"));
        assert_eq!(parse("").unwrap().parsed("--port", 8080u16).unwrap(), 8080);
    }

    #[test]
    fn says_what_is_wrong() {
        for (line, words) in [
            ("--prot 1", "unknown flag '--prot'"),
            ("--port", "--port wants a value"),
            ("--reset=yes", "--reset takes no value"),
        ] {
            assert!(
                parse(line).unwrap_err().to_string().contains(words),
                "{line}"
            );
        }
        let error = parse("--port many")
            .unwrap()
            .parsed("--port", 8080u16)
            .unwrap_err();
        assert_eq!(error.to_string(), "--port can't be 'many'");
    }
}
