//! Parts by rules, for notes of a few sentences: the table is fitted to whole reports and knows nothing of them.

use casebook_packs::ROLES;

use super::View;
use crate::people::{IdentityLevel, Number};
use crate::speech::Speaker;

impl View<'_, '_> {
    /// Who is listed of a note: whoever a claim is about or from; whoever is named inside a quotation; those without
    /// a name only when the claim goes beyond their description. Any other name stays an annotation.
    pub fn listed_in_note(&self, p: usize) -> bool {
        let person = &self.people.persons[p];
        if person.mentions.is_empty() || person.is_class() {
            return false;
        }
        let told = self.n_beyond(p, &["identity", "family", "role"]);
        match self.people.level(p) {
            IdentityLevel::RoleOnly if person.kin_of.is_some() => self.speaks(p) || told > 1,
            // "the judge said": an office that speaks; "a man said": only with something to say.
            IdentityLevel::RoleOnly if !person.attributes.roles.is_empty() => self.speaks(p) || told > 0,
            IdentityLevel::RoleOnly if self.generic(p) => false,
            IdentityLevel::RoleOnly | IdentityLevel::Group => self.claims_something(p) || told > 0,
            _ => {
                let tied = person.kin_of.is_some() || person.acts_for.is_some() || person.attributes.on_bench;
                tied || self.speaks(p) || !self.own(p).is_empty() || self.in_byline(p) || self.named_in_quotation(p)
            }
        }
    }

    /// Part in a note: what the text says they do or calls them, unless the story is about them.
    pub fn role_in_note(&self, p: usize) -> &'static str {
        let person = &self.people.persons[p];
        let told = self.n_beyond(p, &["identity", "family", "representation", "role"]);
        if self.in_byline(p) {
            return "reporter";
        }
        let own = self.own(p);
        let does = own.iter().filter_map(|c| self.predicate_role(c));
        let called = does.chain(&person.attributes.roles).find_map(|r| ROLES.into_iter().find(|known| known == r));
        // "Ana Silva, 29, a restaurant manager, was deported": what she is does not put her beside the story.
        let certain = self.n_certain(p);
        match called {
            Some(role @ ("witness" | "employer" | "expert")) if certain < 1 => return role,
            Some(role @ ("commander" | "recruiter" | "lawyer" | "official" | "reporter" | "ngo")) if certain < 3 => {
                return role;
            }
            _ => {}
        }
        if person.kin_of.is_some() && told < 2 {
            return "relative";
        }
        let of_themselves = own.iter().any(|c| c.speaker == Speaker::Person(p)) && !self.speaks_of_others(p);
        if told > 0 || self.n_described(p) > 1 || of_themselves || person.number == Number::Several {
            return "subject";
        }
        if self.speaks(p) { "witness" } else { "mentioned" }
    }
}
