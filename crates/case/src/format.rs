//! Cases as JSON, for machines.

use serde_json::{Value, json};

use crate::{Case, Folded, Line, Promise, Status};

/// The cases of one reading as one JSON object.
#[must_use]
pub fn folded(f: &Folded) -> Value {
    json!({
        "cases": f.cases.iter().map(case).collect::<Vec<_>>(),
        "classes": f.classes.iter().map(line).collect::<Vec<_>>(),
    })
}

fn case(c: &Case) -> Value {
    let lines = |l: &[Line]| l.iter().map(line).collect::<Vec<_>>();
    json!({
        "id": c.id, "name": c.name, "identity_level": c.level.name(),
        "who": lines(&c.who),
        "statuses": c.statuses.iter().map(status).collect::<Vec<_>>(),
        "to_confirm": c.to_confirm.iter().map(status).collect::<Vec<_>>(),
        "promises": c.promises.iter().map(promise).collect::<Vec<_>>(),
        "events": lines(&c.events), "prospects": lines(&c.prospects), "said": lines(&c.said), "held": lines(&c.held),
        "conflicts": c.conflicts.iter().map(|x| json!({"rule": x.rule, "say": x.say, "lines": lines(&x.lines)})).collect::<Vec<_>>(),
        "gaps": c.gaps.iter().map(|g| json!({"rule": g.rule, "ask": g.ask, "why": g.why, "claims": g.claims})).collect::<Vec<_>>(),
    })
}

fn line(l: &Line) -> Value {
    json!({"claim": l.claim, "predicate": l.predicate, "text": l.text, "marks": l.marks, "quote": l.quote, "n_origins": l.n_origins})
}

fn status(s: &Status) -> Value {
    json!({
        "axis": s.axis, "states": s.states, "text": s.text, "since": s.since,
        "claims": s.lines.iter().map(|l| &l.claim).collect::<Vec<_>>(),
    })
}

fn promise(p: &Promise) -> Value {
    json!({
        "what": line(&p.line), "repeats": p.repeats.iter().map(line).collect::<Vec<_>>(),
        "promisor": p.promisor, "outcome": p.outcome.name(),
        "shown_by": p.shown_by.iter().map(line).collect::<Vec<_>>(),
    })
}
