//! Predicates: what can be said of a person, and what follows for a case. Language-neutral.

use serde::Deserialize;

/// How certain a claim is meant to be, relative to its speaker. Source: FactBank's axis, extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)] // the names say it; domain vocabulary §3
pub enum Modality {
    Asserted,
    Denied,
    Alleged,
    Probable,
    Possible,
    Promised,
    Offered,
    Planned,
    Expected,
    Demanded,
    Hoped,
    Hypothetical,
    Opinion,
    Generic,
}

impl Modality {
    /// The name in the reading format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Modality::Asserted => "asserted",
            Modality::Denied => "denied",
            Modality::Alleged => "alleged",
            Modality::Probable => "probable",
            Modality::Possible => "possible",
            Modality::Promised => "promised",
            Modality::Offered => "offered",
            Modality::Planned => "planned",
            Modality::Expected => "expected",
            Modality::Demanded => "demanded",
            Modality::Hoped => "hoped",
            Modality::Hypothetical => "hypothetical",
            Modality::Opinion => "opinion",
            Modality::Generic => "generic",
        }
    }

    /// The modality with this name in the reading format; `None` for anything else.
    #[must_use]
    pub fn parse(name: &str) -> Option<Modality> {
        use Modality as M;
        let all = [
            M::Asserted,
            M::Denied,
            M::Alleged,
            M::Probable,
            M::Possible,
            M::Promised,
            M::Offered,
            M::Planned,
            M::Expected,
            M::Demanded,
            M::Hoped,
            M::Hypothetical,
            M::Opinion,
            M::Generic,
        ];
        all.into_iter().find(|m| m.name() == name)
    }
}

/// Whether a claim says that something is, or that it is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// It is.
    #[default]
    Affirmed,
    /// It is not.
    Negated,
}

impl Polarity {
    /// The name in the reading format.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Polarity::Affirmed => "affirmed",
            Polarity::Negated => "negated",
        }
    }
}

/// What a predicate's value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueKind {
    /// Words as printed.
    #[default]
    Text,
    /// A country, ISO 3166-1 alpha-2 where it is known, else as printed.
    Country,
    /// An ISO 8601 duration.
    Duration,
    /// A whole number, or a word for several.
    Number,
    /// An amount as printed.
    Money,
    /// BCP 47 language and level ("ru fluent").
    Language,
}

/// Which country a predicate is about, where no words of a claim name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CountryOf {
    /// Where the person is from ("went home").
    Home,
    /// Where the person is, or the report plays ("asked for asylum").
    Host,
    /// Whose citizen the person was made, or is ("his citizenship was annulled").
    Citizen,
    /// The state that wants somebody handed over ("a Turkish request").
    Wanting,
    /// The state that somebody is handed over to.
    Destination,
}

/// Which status a claim fills when it is affirmed and asserted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fill {
    /// Axis of the case ("travel_document").
    pub axis: String,
    /// State it takes ("confiscated"); `{value}` stands for the claim's value.
    pub state: String,
    /// Modality that fills it instead of asserted ("expected" fills removal = threatened).
    #[serde(default)]
    pub modality: Option<Modality>,
    /// Polarity that fills it; affirmed unless said otherwise.
    #[serde(default)]
    pub polarity: Polarity,
}

/// A promise: which claims about the same person say what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PromiseRule {
    /// Predicates that show it broken.
    #[serde(default)]
    pub broken_by: Vec<String>,
    /// Predicates that show it kept.
    #[serde(default)]
    pub kept_by: Vec<String>,
}

/// Parts that words or deeds give people in a report, as the reading format writes them.
pub const ROLES: [&str; 9] =
    ["lawyer", "expert", "official", "reporter", "recruiter", "employer", "commander", "ngo", "witness"];

/// One predicate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// Identifier, `frame.step`.
    pub id: toml::Spanned<String>,
    /// How a case page says it; `{}` is where the value stands ("came into {}"), else it follows.
    pub label: String,
    /// Frame it belongs to (domain vocabulary §3.2).
    pub frame: String,
    /// What the value is.
    #[serde(default)]
    pub value: ValueKind,
    /// Modality when nothing in the sentence says otherwise.
    #[serde(default = "asserted")]
    pub modality: Modality,
    /// May be said of a class of people.
    #[serde(default)]
    pub class: bool,
    /// Is said of classes only; never of a person.
    #[serde(default)]
    pub class_only: bool,
    /// Damaging when unsourced: held for review when the outlet itself says it.
    #[serde(default)]
    pub hold: bool,
    /// The lack is in the predicate: a negation inside the phrasing leaves it affirmed.
    #[serde(default)]
    pub lack: bool,
    /// List of words that say the opposite ("free to go" of somebody locked in, "no choice" of somebody made to): a suggestion on one of
    /// them, or with one right below, is turned.
    #[serde(default)]
    pub contrary: Option<String>,
    /// Somebody gives or grants it: a suggestion on a word of refusing ("rejected") says that it was not.
    #[serde(default)]
    pub granted: bool,
    /// Whoever is told or required to do it does it ("was required to work"): no mere demand.
    #[serde(default)]
    pub compelled: bool,
    /// Is it done by saying so ("told her she would be reported"): threatened, whatever becomes of what the words say?
    #[serde(default)]
    pub uttered: bool,
    /// It tells of what somebody can do, wants or is to do ("can speak Russian", "an order to leave"): that an infinitive or "can"
    /// says so leaves nothing open.
    #[serde(default)]
    pub open: bool,
    /// What began on a date goes on ("last heard from in May"): its time is open.
    #[serde(default)]
    pub lasting: bool,
    /// It is no event ("comes from Chile", "born in 1990"): a date beside it is that of something else, or its value.
    #[serde(default)]
    pub timeless: bool,
    /// Value of a suggestion, whose words are whatever they are ("asylum", "pending"); else it is those words.
    #[serde(default)]
    pub thing: String,
    /// List of words ("document") of which the nearest one, in the sentence of a suggestion or just before, is its value where
    /// its own words have none.
    #[serde(default)]
    pub named_by: Option<String>,
    /// The country that the claim is about, where its words name none.
    #[serde(default)]
    pub country: Option<CountryOf>,
    /// The step whose value it is where it is told as the reason of that step ("arrested on a warrant"), and no claim of its own.
    #[serde(default)]
    pub reason_of: Option<String>,
    /// What follows of whoever does it, or is paid for it: that the person was recruited through them, is represented by them.
    #[serde(default)]
    pub done_by: Option<String>,
    /// Nobody but the person can know it ("fears arrest"): theirs where the report names no other speaker.
    #[serde(default)]
    pub own: bool,
    /// Statuses it fills.
    #[serde(default)]
    pub fills: Vec<Fill>,
    /// Predicate that it gives way to where the same words state both ("held captive" by traffickers is no prisoner of war).
    #[serde(default)]
    pub yields_to: Option<String>,
    /// Something that somebody may be tried for: in the word of those who prosecute it is alleged.
    #[serde(default)]
    pub act: bool,
    /// It is so once it is done: while it is under way ("is being deported") it is expected. Losses and grants are such.
    #[serde(default)]
    pub completed: bool,
    /// It tells that something is gone or somebody dead: what else ends is not it ("was dead before help came").
    #[serde(default)]
    pub loss: bool,
    /// List of verbs that say of the thing that it is over, where a phrasing has one ("the warrant was lifted").
    #[serde(default)]
    pub ended_by: Option<String>,
    /// Predicates of what is over once it comes later ("arrested again" ends "released").
    #[serde(default)]
    pub ends: Vec<String>,
    /// Predicates that it cannot but come after, and ends, unless dates say otherwise ("was freed" ends "was captured").
    #[serde(default)]
    pub closes: Vec<String>,
    /// What came of it, for promises.
    #[serde(default)]
    pub promise: Option<PromiseRule>,
    /// Says what the person does in the report ("lawyer") rather than something to show: it gives the
    /// person that role and no claim.
    #[serde(default)]
    pub role: Option<String>,
    /// Said by a lawyer or relative for the person they stand for.
    #[serde(default)]
    pub on_behalf: bool,
    /// Where the definition comes from.
    pub source: String,
}

fn asserted() -> Modality {
    Modality::Asserted
}

/// A status axis of a case and its states, earliest first.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// Identifier ("stay_right").
    pub id: toml::Spanned<String>,
    /// How a case page says it.
    pub label: String,
    /// Several states can hold side by side (nationality).
    #[serde(default)]
    pub many: bool,
    /// States and how a case page says them, in the order in which a later one replaces an earlier.
    pub states: Vec<(String, String)>,
    /// Where the definition comes from.
    pub source: String,
}

/// A question to ask when something is claimed and something else is not known.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// Identifier.
    pub id: toml::Spanned<String>,
    /// Any of these predicates raises the question.
    pub when: Vec<String>,
    /// Any of these answers it.
    #[serde(default)]
    pub unless: Vec<String>,
    /// The question.
    pub ask: String,
    /// Why it matters.
    pub why: String,
}

/// Two claims about one person that cannot both hold, or need explaining side by side.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conflict {
    /// Identifier.
    pub id: toml::Spanned<String>,
    /// The predicates; one alone means two different values of it.
    pub between: Vec<String>,
    /// What to say about it.
    pub say: String,
}

/// Words that sources use for something else.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terminology {
    /// Identifier.
    pub id: toml::Spanned<String>,
    /// Words in the quote of one claim about the person.
    pub word: String,
    /// Predicate that another claim about the person carries.
    pub beside: String,
    /// What to say about it.
    pub say: String,
}
