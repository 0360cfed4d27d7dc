//! `Coding` and `CodeableConcept`.

use super::language::fit;
use crate::fhir::resource::Node;

const TRANSLATION: &str = "http://hl7.org/fhir/StructureDefinition/translation";

/// One code of one system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Coding<'a>(pub Node<'a>);

impl<'a> Coding<'a> {
    /// The code system, a URL.
    pub fn system(&self) -> Option<&'a str> {
        self.0.str("system")
    }

    /// The code.
    pub fn code(&self) -> Option<&'a str> {
        self.0.str("code")
    }

    /// The code's name in words, in `language` where the source has it so.
    pub fn display(&self, language: &str) -> Option<&'a str> {
        words(self.0, "display", language)
    }
}

/// A concept: words, codes, or both. R5's `CodeableReference` reads as its concept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Concept<'a>(pub Node<'a>);

impl<'a> Concept<'a> {
    /// The codes.
    pub fn codings(&self) -> impl Iterator<Item = Coding<'a>> + use<'a> {
        self.inner().list("coding").map(Coding)
    }

    /// The code in one system.
    pub fn code_in(&self, system: &str) -> Option<&'a str> {
        self.codings()
            .find(|coding| coding.system() == Some(system))
            .and_then(|coding| coding.code())
    }

    /// The first code, of whatever system: for the value sets that FHIR itself fixes.
    pub fn code(&self) -> Option<&'a str> {
        self.codings().find_map(|coding| coding.code())
    }

    /// True where one of its codes is this one.
    pub fn is(&self, system: &str, code: &str) -> bool {
        self.codings()
            .any(|coding| coding.system() == Some(system) && coding.code() == Some(code))
    }

    /// The words for it: a translation for `language` (BCP 47), else the text, else the name of the code that the
    /// source's user picked, else of any code, else the bare code. `None` where there is nothing at all.
    pub fn display(&self, language: &str) -> Option<&'a str> {
        let node = self.inner();
        let picked = || {
            self.codings()
                .find(|coding| coding.0.bool("userSelected") == Some(true))
                .and_then(|coding| coding.display(language))
        };
        translated(node, "text", language)
            .or_else(|| {
                self.codings()
                    .find_map(|coding| translated(coding.0, "display", language))
            })
            .or(node.str("text"))
            .or_else(picked)
            .or_else(|| self.codings().find_map(|coding| coding.display(language)))
            .or(self.code())
    }

    fn inner(&self) -> Node<'a> {
        self.0.node("concept").present().unwrap_or(self.0)
    }
}

/// All concepts under a key.
pub fn concepts<'a>(node: Node<'a>, key: &str) -> impl Iterator<Item = Concept<'a>> + use<'a> {
    node.list(key).map(Concept)
}

/// True where any concept under a key has this code, of whatever system.
pub fn any_code(node: Node<'_>, key: &str, code: &str) -> bool {
    concepts(node, key)
        .flat_map(|concept| concept.codings())
        .any(|coding| coding.code() == Some(code))
}

/// The translation of a text field that suits `language` best (the `translation` extension); `None` without one.
fn translated<'a>(node: Node<'a>, key: &str, language: &str) -> Option<&'a str> {
    let mut best = (0, None);
    for translation in node.beside(key).extensions(TRANSLATION) {
        let have = translation.extension("lang");
        let have = have
            .str("valueCode")
            .or(have.str("valueString"))
            .unwrap_or_default();
        let content = translation.extension("content");
        let text = content.str("valueString").or(content.str("valueMarkdown"));
        let fit = fit(language, have);
        if fit > best.0 && text.is_some() {
            best = (fit, text);
        }
    }
    best.1
}

/// A text field in `language` where the source has it so, else as it is.
pub fn words<'a>(node: Node<'a>, key: &str, language: &str) -> Option<&'a str> {
    translated(node, key, language).or(node.str(key))
}
