//! A look that is being edited: `brand` of a config.json, and what became of it.

use serde_json::{Map, Value};

/// The fields that are edited, in groups: of a group its name, of a field its path below `brand`.
pub const FIELDS: [(&str, &[(&str, Kind)]); 4] = [
    (
        "marks",
        &[
            ("name", Kind::Name),
            ("logo", Kind::Path),
            ("icon", Kind::Path),
        ],
    ),
    (
        "light",
        &[
            ("colors.action", Kind::Color),
            ("colors.paper", Kind::Color),
            ("colors.ink", Kind::Color),
        ],
    ),
    (
        "dark",
        &[
            ("dark.action", Kind::Color),
            ("dark.paper", Kind::Color),
            ("dark.ink", Kind::Color),
        ],
    ),
    (
        "shape",
        &[
            ("radius", Kind::Pixels),
            ("font.regular", Kind::Path),
            ("font.bold", Kind::Path),
        ],
    ),
];

/// The hospital's texts, each of them in every language.
pub const TEXTS: [&str; 4] = ["header", "help", "emergency", "footer"];

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The hospital's name, which there must be.
    Name,
    /// A path on this site.
    Path,
    /// `#0b6170`
    Color,
    Pixels,
    Words,
}

/// `brand` as it is edited. Fields that aren't edited stay as they were.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft(Value);

impl Draft {
    /// The look of the text of a config.json.
    pub fn of(config: &str) -> Self {
        let config: Value = serde_json::from_str(config).unwrap_or_default();
        let brand = config.get("brand").filter(|brand| brand.is_object());
        Self(brand.cloned().unwrap_or_else(|| Map::new().into()))
    }

    /// What stands in a field, as `colors.action`; empty where nothing does.
    pub fn get(&self, path: &str) -> String {
        match at(&self.0, path) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    /// Writes into a field; an empty text takes it away, and what held nothing else with it.
    pub fn set(&mut self, path: &str, text: &str) {
        let number = (path == "radius").then(|| text.trim().parse::<serde_json::Number>().ok());
        let value = match (text.trim(), number.flatten()) {
            ("", _) => None,
            (_, Some(number)) => Some(Value::Number(number)),
            _ => Some(Value::String(text.to_owned())),
        };
        let names: Vec<&str> = path.split('.').collect();
        put(&mut self.0, &names, value);
    }

    /// Its JSON.
    pub fn to_json(&self) -> String {
        self.0.to_string()
    }
}

fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(value, |at, name| at.get(name))
}

fn put(at: &mut Value, names: &[&str], value: Option<Value>) {
    let [name, below @ ..] = names else { return };
    if !at.is_object() {
        *at = Map::new().into();
    }
    let Some(object) = at.as_object_mut() else {
        return;
    };
    if below.is_empty() {
        match value {
            Some(value) => drop(object.insert((*name).to_owned(), value)),
            None => drop(object.remove(*name)),
        }
        return;
    }
    let inner = object.entry(*name).or_insert_with(|| Map::new().into());
    put(inner, below, value);
    if inner.as_object().is_some_and(Map::is_empty) {
        object.remove(*name);
    }
}

/// Two colours of a theme, one on the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    pub front: String,
    pub ground: String,
    /// Their contrast, 1 to 21.
    pub ratio: f64,
    /// What it must be.
    pub least: f64,
}

/// What `src/brand/preview.js` says of a look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tried {
    /// What of it can be used.
    brand: Value,
    worn: Value,
    moved: Value,
    /// Every pair of the light theme and of the dark one, the tightest first.
    pub pairs: [Vec<Pair>; 2],
}

impl Tried {
    /// Reads its answer; `None` for anything else.
    pub fn of(answer: &str) -> Option<Self> {
        let mut answer: Value = serde_json::from_str(answer).ok()?;
        let pairs = ["light", "dark"].map(|theme| pairs(&answer[theme]));
        Some(Self {
            brand: answer["brand"].take(),
            worn: answer["worn"].take(),
            moved: answer["moved"].take(),
            pairs,
        })
    }

    /// Whether something that stands in a field can't be used; of the name, whether there is none.
    pub fn refuses(&self, draft: &Draft, path: &str) -> bool {
        let used = at(&self.brand, path).is_some();
        !used && (path == "name" || !draft.get(path).is_empty())
    }

    /// The colour that a field gives in the end, its own or ours.
    pub fn worn(&self, path: &str) -> Option<&str> {
        self.worn[path].as_str()
    }

    /// What is shown instead of the colour in a field, where that can't be read on its grounds.
    pub fn moved(&self, path: &str) -> Option<&str> {
        let field = ["brand.", path].concat();
        let mut all = self.moved.as_array()?.iter();
        all.find(|it| it["field"] == *field)?["given"].as_str()
    }

    /// A text of what can be used.
    pub fn text(&self, path: &str) -> Option<String> {
        at(&self.brand, path)?.as_str().map(str::to_owned)
    }

    /// The JSON to copy into config.json; `None` without a name.
    pub fn json(&self) -> Option<String> {
        self.brand.get("name")?;
        let config = Map::from_iter([("brand".to_owned(), self.brand.clone())]);
        serde_json::to_string_pretty(&Value::Object(config)).ok()
    }
}

fn pairs(theme: &Value) -> Vec<Pair> {
    let pair = |it: &Value| {
        Some(Pair {
            front: it["front"].as_str()?.to_owned(),
            ground: it["ground"].as_str()?.to_owned(),
            ratio: it["ratio"].as_f64()?,
            least: it["least"].as_f64()?,
        })
    };
    let all = theme.as_array().into_iter().flatten();
    let mut pairs: Vec<Pair> = all.filter_map(pair).collect();
    pairs.sort_by(|a, b| (a.ratio / a.least).total_cmp(&(b.ratio / b.least)));
    pairs
}
