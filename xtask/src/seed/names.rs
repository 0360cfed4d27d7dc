//! Doctors' names: most in Chinese characters and pinyin, some in Latin letters alone, in Arabic or in Japanese with Latin.

use super::random::{pick, weighted};
use fastrand::Rng;
use serde_json::{Value, json};

/// A name in the script of its bearer, and in Latin letters.
pub struct Name {
    /// Family name, given name, and their script; none where Latin is the bearer's own script.
    pub own: Option<(String, String, Script)>,
    pub family: String,
    pub given: Vec<String>,
}

/// A script besides Latin; it decides the order of the full name and how FHIR marks the representation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Script {
    Chinese,
    Japanese,
    Arabic,
}

impl Name {
    /// A name by chance: of 100 doctors 86 Chinese, 8 Latin, 3 Arabic, 3 Japanese.
    pub fn random(rng: &mut Rng, female: bool) -> Name {
        match weighted(rng, [86, 8, 3, 3].into_iter()) {
            0 => chinese(rng, female),
            1 => latin(rng, female),
            2 => in_script(rng, Script::Arabic, &ARABIC, female),
            _ => in_script(rng, Script::Japanese, &JAPANESE, female),
        }
    }

    /// The full name in Latin letters; the family name comes first where its bearer puts it first.
    pub fn text(&self) -> String {
        let given = self.given.join(" ");
        match self.own {
            Some((_, _, Script::Chinese | Script::Japanese)) => format!("{} {given}", self.family),
            _ => format!("{given} {}", self.family),
        }
    }

    /// The full name in the bearer's own script.
    pub fn own_text(&self) -> String {
        match &self.own {
            None => self.text(),
            Some((family, given, Script::Arabic)) => format!("{given} {family}"),
            Some((family, given, Script::Japanese)) => format!("{family} {given}"),
            Some((family, given, Script::Chinese)) => format!("{family}{given}"),
        }
    }

    /// `Practitioner.name` or `Patient.name`: the official name first, then its Latin form marked as a
    /// transcription (`iso21090-EN-representation`: IDE ideographic, ABC alphabetic).
    pub fn to_fhir(&self) -> Value {
        let latin = |usage: &str| json!({"use": usage, "text": self.text(), "family": self.family, "given": self.given});
        let Some((family, given, script)) = &self.own else {
            return json!([latin("official")]);
        };
        let own =
            json!({"use": "official", "text": self.own_text(), "family": family, "given": [given]});
        let representation = match script {
            Script::Chinese | Script::Japanese => "IDE",
            Script::Arabic => "ABC",
        };
        json!([
            represented(own, representation),
            represented(latin("usual"), "ABC")
        ])
    }
}

fn represented(mut name: Value, code: &str) -> Value {
    name["extension"] = json!([{
        "url": "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation",
        "valueCode": code,
    }]);
    name
}

/// A Chinese name from characters with their pinyin, such as `[("林", "Lin")]` and `[("梅", "mei")]`.
pub fn chinese_of(family: (&str, &str), given: &[(&str, &str)]) -> Name {
    let mut pinyin = String::new();
    for (_, syllable) in given {
        // The apostrophe keeps syllables apart: Yu'an is not Yuan.
        if !pinyin.is_empty() && syllable.starts_with(['a', 'e', 'o']) {
            pinyin.push('\'');
        }
        pinyin.push_str(syllable);
    }
    let characters = given.iter().map(|(character, _)| *character).collect();
    Name {
        own: Some((family.0.to_owned(), characters, Script::Chinese)),
        family: family.1.to_owned(),
        given: vec![capital(&pinyin)],
    }
}

/// A name in Latin letters alone.
pub fn latin_of(given: &[&str], family: &str) -> Name {
    Name {
        own: None,
        family: family.to_owned(),
        given: given.iter().map(|name| (*name).to_owned()).collect(),
    }
}

/// An Arabic name with its Latin form, by chance.
pub fn arabic(rng: &mut Rng, female: bool) -> Name {
    in_script(rng, Script::Arabic, &ARABIC, female)
}

/// A Chinese name by chance.
pub fn chinese(rng: &mut Rng, female: bool) -> Name {
    let family = SURNAMES[weighted(rng, SURNAMES.iter().map(|it| it.2))];
    let given = if female { FEMALE } else { MALE };
    let first = *pick(rng, given);
    let others = if rng.bool() { given } else { EITHER };
    let second = *pick(rng, others);
    let both = [first, second];
    let one = rng.u32(..100) < 18 || first == second;
    chinese_of((family.0, family.1), if one { &both[..1] } else { &both })
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

fn latin(rng: &mut Rng, female: bool) -> Name {
    let given = pick(rng, if female { LATIN_FEMALE } else { LATIN_MALE });
    let family = *pick(rng, LATIN_FAMILY);
    latin_of(&[given], family)
}

/// Given names of women, of men, and family names; each in its own script and in Latin letters.
type Table = [&'static [(&'static str, &'static str)]; 3];

fn in_script(rng: &mut Rng, script: Script, table: &Table, female: bool) -> Name {
    let given = pick(rng, table[usize::from(!female)]);
    let family = pick(rng, table[2]);
    Name {
        own: Some((family.0.to_owned(), given.0.to_owned(), script)),
        family: family.1.to_owned(),
        given: vec![given.1.to_owned()],
    }
}

#[rustfmt::skip]
const SURNAMES: &[(&str, &str, u32)] = &[
    ("王", "Wang", 72), ("李", "Li", 72), ("张", "Zhang", 68), ("刘", "Liu", 54), ("陈", "Chen", 53), ("杨", "Yang", 31),
    ("赵", "Zhao", 23), ("黄", "Huang", 22), ("周", "Zhou", 21), ("吴", "Wu", 20), ("徐", "Xu", 17), ("孙", "Sun", 15),
    ("胡", "Hu", 13), ("朱", "Zhu", 13), ("高", "Gao", 12), ("林", "Lin", 12), ("何", "He", 12), ("郭", "Guo", 12),
    ("马", "Ma", 12), ("罗", "Luo", 11), ("梁", "Liang", 9), ("宋", "Song", 8), ("郑", "Zheng", 8), ("谢", "Xie", 7),
    ("韩", "Han", 7), ("唐", "Tang", 7), ("冯", "Feng", 6), ("于", "Yu", 6), ("董", "Dong", 6), ("萧", "Xiao", 6),
    ("程", "Cheng", 6), ("曹", "Cao", 6), ("袁", "Yuan", 5), ("邓", "Deng", 6), ("许", "Xu", 6), ("傅", "Fu", 5),
    ("沈", "Shen", 9), ("曾", "Zeng", 6), ("彭", "Peng", 6), ("吕", "Lü", 5), ("苏", "Su", 5), ("卢", "Lu", 5),
    ("蒋", "Jiang", 5), ("蔡", "Cai", 5), ("贾", "Jia", 4), ("丁", "Ding", 4), ("魏", "Wei", 4), ("薛", "Xue", 4),
    ("叶", "Ye", 5), ("阎", "Yan", 4), ("余", "Yu", 4), ("潘", "Pan", 4), ("杜", "Du", 4), ("戴", "Dai", 3),
    ("夏", "Xia", 3), ("钟", "Zhong", 3), ("汪", "Wang", 4), ("田", "Tian", 3), ("任", "Ren", 3), ("姜", "Jiang", 3),
    ("范", "Fan", 3), ("方", "Fang", 3), ("石", "Shi", 3), ("姚", "Yao", 3), ("陆", "Lu", 6), ("顾", "Gu", 7),
    ("钱", "Qian", 5), ("邵", "Shao", 3), ("欧阳", "Ouyang", 2), ("司徒", "Situ", 1), ("诸葛", "Zhuge", 1), ("上官", "Shangguan", 1),
];

#[rustfmt::skip]
const FEMALE: &[(&str, &str)] = &[
    ("芳", "fang"), ("娜", "na"), ("敏", "min"), ("静", "jing"), ("丽", "li"), ("艳", "yan"), ("娟", "juan"), ("霞", "xia"),
    ("秀", "xiu"), ("燕", "yan"), ("玲", "ling"), ("桂", "gui"), ("丹", "dan"), ("萍", "ping"), ("红", "hong"), ("玉", "yu"),
    ("兰", "lan"), ("梅", "mei"), ("莉", "li"), ("琴", "qin"), ("云", "yun"), ("洁", "jie"), ("雪", "xue"), ("琳", "lin"),
    ("晶", "jing"), ("倩", "qian"), ("婷", "ting"), ("慧", "hui"), ("巧", "qiao"), ("美", "mei"), ("雅", "ya"), ("莹", "ying"),
    ("欣", "xin"), ("怡", "yi"), ("蕾", "lei"), ("薇", "wei"), ("菁", "jing"), ("梦", "meng"), ("瑶", "yao"), ("嘉", "jia"),
];

#[rustfmt::skip]
const MALE: &[(&str, &str)] = &[
    ("伟", "wei"), ("强", "qiang"), ("磊", "lei"), ("军", "jun"), ("洋", "yang"), ("勇", "yong"), ("杰", "jie"), ("涛", "tao"),
    ("明", "ming"), ("超", "chao"), ("刚", "gang"), ("平", "ping"), ("辉", "hui"), ("鹏", "peng"), ("华", "hua"), ("飞", "fei"),
    ("鑫", "xin"), ("波", "bo"), ("斌", "bin"), ("宇", "yu"), ("浩", "hao"), ("凯", "kai"), ("健", "jian"), ("俊", "jun"),
    ("帆", "fan"), ("帅", "shuai"), ("旭", "xu"), ("宁", "ning"), ("龙", "long"), ("林", "lin"), ("志", "zhi"), ("建", "jian"),
    ("国", "guo"), ("海", "hai"), ("峰", "feng"), ("毅", "yi"), ("诚", "cheng"), ("彬", "bin"), ("安", "an"), ("恩", "en"),
];

#[rustfmt::skip]
const EITHER: &[(&str, &str)] = &[
    ("文", "wen"), ("晓", "xiao"), ("子", "zi"), ("思", "si"), ("一", "yi"), ("天", "tian"), ("永", "yong"), ("新", "xin"),
    ("春", "chun"), ("东", "dong"), ("清", "qing"), ("书", "shu"), ("乐", "le"), ("言", "yan"), ("若", "ruo"), ("岚", "lan"),
];

#[rustfmt::skip]
const LATIN_FEMALE: &[&str] = &[
    "Claire", "Ingrid", "Marta", "Olivia", "Priya", "Sofia", "Beatriz", "Hannah", "Zoë", "Nneka", "Lucía", "Emma", "Thandiwe", "Ana", "Katarzyna",
];
#[rustfmt::skip]
const LATIN_MALE: &[&str] = &[
    "Daniel", "Mateo", "Lars", "Oliver", "Arjun", "Pierre", "Henrik", "Tomasz", "Kwame", "Luca", "Samuel", "André", "Viktor", "James", "Rafael",
];
#[rustfmt::skip]
const LATIN_FAMILY: &[&str] = &[
    "Fontaine", "Lindqvist", "Nowak", "Whitfield", "Raman", "Moretti", "Okafor", "O'Sullivan", "García Ortega", "Fischer",
    "Mensah", "Almeida", "van der Berg", "Kowalska-Reid", "Petrov", "Hughes", "Dubois", "Nyström", "Banerjee", "Castellanos",
];

#[rustfmt::skip]
const ARABIC: Table = [
    &[("ليلى", "Layla"), ("فاطمة", "Fatima"), ("نور", "Nour"), ("مريم", "Maryam"), ("هدى", "Huda")],
    &[("أحمد", "Ahmad"), ("يوسف", "Yousef"), ("خالد", "Khalid"), ("عمر", "Omar"), ("سامي", "Sami")],
    &[("الحداد", "Al-Haddad"), ("النجار", "Al-Najjar"), ("منصور", "Mansour"), ("الخطيب", "Al-Khatib"), ("صالح", "Saleh"), ("درويش", "Darwish")],
];

#[rustfmt::skip]
const JAPANESE: Table = [
    &[("恵", "Megumi"), ("由美子", "Yumiko"), ("さくら", "Sakura"), ("直子", "Naoko")],
    &[("健一", "Kenichi"), ("誠", "Makoto"), ("大輔", "Daisuke"), ("浩", "Hiroshi")],
    &[("田中", "Tanaka"), ("山本", "Yamamoto"), ("中村", "Nakamura"), ("小林", "Kobayashi"), ("吉田", "Yoshida")],
];
