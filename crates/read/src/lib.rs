//! stub
#![deny(clippy::disallowed_methods)]
pub mod annotate;
pub mod doc;
pub mod people;
pub mod syntax;
pub mod zone;
#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod probe {
    #[test]
    fn probe() {
        let Ok(text) = std::env::var("PROBE") else { return };
        let bytes = std::fs::read(text).unwrap();
        let packs = casebook_packs::bundled();
        let d = casebook_text::read(&bytes, "a.txt", &Default::default(), &packs.boilerplate).unwrap();
        let zones = vec![crate::zone::Zone::Body; d.text.paragraphs.len()];
        let doc = crate::doc::Doc::new(&d.text.text, &d.text.paragraphs, &zones, packs);
        let ann = crate::annotate::Annotations::of(&doc, None);
        let people = crate::people::People::of(&doc, &ann);
        if std::env::var("TREES").is_ok() {
        for s in &doc.sentences {
            println!("-- {}", doc.quote(s.tokens.clone()));
            for t in s.tokens.clone() {
                let w = &doc.words[t];
                let a: Vec<String> = ann.starting(t).map(|a| format!("{}[{}]={}", a.label.name(), doc.quote(a.tokens.clone()), a.value)).collect();
                println!("{:4} {:16} {:6} {:>4} {:12} {}", t, doc.form(t), w.upos.name(), w.head.map_or(-1, |h| h as i64), w.rel, a.join(" "));
            }
        }}
        for (i, p) in people.persons.iter().enumerate() {
            if p.mentions.is_empty() { continue }
            println!("P{i} {:?} {:?} {:?} class={:?} kin={:?} acts={:?} {:?}", p.name, people.level(i), p.number, p.class_name, p.kin_of, p.acts_for, p.attributes);
            for m in &p.mentions { let m = &people.mentions[*m]; println!("      {}..{} {:?} {:?}", m.tokens.start, m.tokens.end, doc.quote(m.tokens.clone()), m.kind); }
        }
        for m in people.mentions.iter().filter(|m| m.person.is_none()) { println!("unresolved {} {:?}", m.tokens.start, doc.quote(m.tokens.clone())); }
    }
}
