//! The case page on a terminal: who, statuses, promises, what is expected, gaps, conflicts, with
//! the claim's id at the end of every line and the quoted words on request.

use std::fmt::Write;

use casebook_case::{Case, Folded, Line, Promise, Status};
use casebook_read::people::IdentityLevel;
use casebook_read::reading::Reading;

use crate::style::{DIM, NAME, OPEN, QUOTE, RESET, SECTION};

/// Narrowest and widest page, in columns.
const WIDTHS: (usize, usize) = (60, 104);

/// The pages of one document: its head, one page per case, what is said of classes, findings.
pub fn document(reading: &Reading, folded: &Folded, quotes: bool) -> String {
    let mut page = Page { out: String::new(), width: width(), quotes };
    page.head(reading);
    for case in &folded.cases {
        page.case(case);
    }
    if folded.cases.is_empty() {
        page.plain("No case: nothing is claimed about a person in this document.");
    }
    page.section("Said of classes, never of a person", &folded.classes);
    page.others(reading);
    page.findings(reading);
    page.out.push('\n');
    page.out
}

/// Columns of the terminal, within reason; 88 where there is none.
pub fn width() -> usize {
    let columns = terminal_size::terminal_size().map_or(88, |(w, _)| usize::from(w.0));
    columns.clamp(WIDTHS.0, WIDTHS.1)
}

struct Page {
    out: String,
    width: usize,
    quotes: bool,
}

impl Page {
    fn head(&mut self, reading: &Reading) {
        let d = &reading.document;
        let title = d.title.as_deref().unwrap_or(&reading.name);
        self.rule('═');
        let _ = writeln!(self.out, "{NAME}{title}{RESET}");
        let known: Vec<&str> =
            [d.publisher.as_deref(), d.author.as_deref(), d.published.as_deref()].into_iter().flatten().collect();
        let source = if known.is_empty() { "no outlet or date given".to_string() } else { known.join(" · ") };
        let _ = writeln!(
            self.out,
            "{DIM}{} · {source} · sha256 {:.12}…{RESET}",
            reading.name,
            reading.evidence.to_string()
        );
    }

    fn rule(&mut self, mark: char) {
        let line: String = std::iter::repeat_n(mark, self.width).collect();
        let _ = writeln!(self.out, "{DIM}{line}{RESET}");
    }

    fn case(&mut self, case: &Case) {
        self.out.push('\n');
        let level = match case.level {
            IdentityLevel::Pseudonym => "pseudonym: never resolved, never joined to another name",
            other => other.name(),
        };
        let _ = writeln!(self.out, "{NAME}{}{RESET}  {DIM}{level}{RESET}", case.name);
        self.rule('─');
        self.statuses(&case.statuses);
        if !case.to_confirm.is_empty() {
            self.title("Status to confirm: read, but not sure enough to stand until somebody has looked");
            self.statuses(&case.to_confirm);
        }
        self.section("Who", &case.who);
        self.promises(&case.promises);
        self.section("Reported", &events(case));
        self.section("Expected, feared, hoped", &case.prospects);
        self.section("Alleged, denied, opinion", &case.said);
        self.section("Held for review: needs a source that stands behind it", &case.held);
        for (i, conflict) in case.conflicts.iter().enumerate() {
            if i == 0 {
                self.title("Conflicts");
            }
            self.bullet("≠", &conflict.say);
            for line in &conflict.lines {
                self.line(line, 6);
            }
        }
        for (i, gap) in case.gaps.iter().enumerate() {
            if i == 0 {
                self.title("To ask");
            }
            self.bullet("?", &gap.ask);
        }
    }

    fn title(&mut self, title: &str) {
        let _ = writeln!(self.out, "  {SECTION}{title}{RESET}");
    }

    fn statuses(&mut self, statuses: &[Status]) {
        for status in statuses {
            let since = status.since.as_ref().map_or(String::new(), |s| format!(" ({s})"));
            let ids: Vec<&str> = status.lines.iter().map(|l| l.claim.as_str()).collect();
            let text = format!("{:<17} {}{since}", status.label, status.text);
            self.wrapped("  ", "                    ", &text, "", &ids.join(" "));
            if let Some(line) = status.lines.first() {
                self.quote(line, 20);
            }
        }
    }

    fn promises(&mut self, promises: &[Promise]) {
        if !promises.is_empty() {
            self.title("Promises");
        }
        for promise in promises {
            let by = promise.promisor.as_ref().map_or("promisor not stated".to_string(), |p| format!("by {p}"));
            let mut line = promise.line.clone();
            line.marks.retain(|m| m != "promised");
            line.text = format!("{} — {by}", line.text);
            self.line(&line, 4);
            for repeat in &promise.repeats {
                let mut repeat = repeat.clone();
                repeat.marks.retain(|m| m != "promised");
                self.line(&repeat, 6);
            }
            let _ = writeln!(self.out, "      {OPEN}→ {}{RESET}", promise.outcome.name());
            for shown in &promise.shown_by {
                self.line(shown, 8);
            }
        }
    }

    fn section(&mut self, title: &str, lines: &[Line]) {
        if !lines.is_empty() {
            self.title(title);
        }
        for line in lines {
            self.line(line, 4);
        }
    }

    fn line(&mut self, line: &Line, indent: usize) {
        let marks = if line.marks.is_empty() { String::new() } else { format!(" ({})", line.marks.join("; ")) };
        let (first, rest) = (" ".repeat(indent), " ".repeat(indent + 2));
        self.wrapped(&first, &rest, &line.text, &marks, &line.claim);
        self.quote(line, indent + 2);
    }

    fn quote(&mut self, line: &Line, indent: usize) {
        if !self.quotes {
            return;
        }
        let pad = " ".repeat(indent);
        let options = textwrap::Options::new(self.width).initial_indent(&pad).subsequent_indent(&pad);
        let origins = if line.n_origins == 1 { "1 origin".to_string() } else { format!("{} origins", line.n_origins) };
        for piece in textwrap::wrap(&format!("“{}” [{origins}]", line.quote), options) {
            let _ = writeln!(self.out, "{QUOTE}{piece}{RESET}");
        }
    }

    /// Text, marks and the id at the right edge; the id shares the last line where there is room.
    fn wrapped(&mut self, first: &str, rest: &str, text: &str, marks: &str, id: &str) {
        let room = self.width.saturating_sub(id.len() + 2);
        let options = textwrap::Options::new(room).initial_indent(first).subsequent_indent(rest);
        let whole = format!("{text}{marks}");
        let pieces = textwrap::wrap(&whole, options);
        let n = pieces.len();
        for (i, piece) in pieces.iter().enumerate() {
            let shown = if marks.is_empty() { piece.to_string() } else { colour_marks(piece, marks) };
            if i + 1 == n {
                let pad = self.width.saturating_sub(textwrap::core::display_width(piece) + id.len());
                let _ = writeln!(self.out, "{shown}{}{DIM}{id}{RESET}", " ".repeat(pad));
            } else {
                let _ = writeln!(self.out, "{shown}");
            }
        }
    }

    fn bullet(&mut self, mark: &str, text: &str) {
        let first = format!("    {mark} ");
        let options = textwrap::Options::new(self.width).initial_indent(&first).subsequent_indent("      ");
        for piece in textwrap::wrap(text, options) {
            let _ = writeln!(self.out, "{piece}");
        }
    }

    fn plain(&mut self, text: &str) {
        let _ = writeln!(self.out, "\n{text}");
    }

    /// Those who speak, represent or decide, in one line each.
    fn others(&mut self, reading: &Reading) {
        let others: Vec<_> = reading.people.iter().filter(|p| p.role != "subject").collect();
        if others.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "\n  {SECTION}Others{RESET}");
        for p in others {
            let name = if p.name.is_empty() { p.mentions.first().map_or("", |m| m.quote.as_str()) } else { &p.name };
            let said = reading.claims.iter().filter(|c| c.speaker == p.id).count();
            let said = if said > 0 { format!(", says {said} of the lines above") } else { String::new() };
            let _ = writeln!(self.out, "    {name}{DIM} — {}{said}{RESET}", p.role);
        }
    }

    fn findings(&mut self, reading: &Reading) {
        if reading.findings.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "\n  {SECTION}To look at{RESET}");
        let missing: Vec<&str> = reading
            .findings
            .iter()
            .filter(|f| f.kind == "metadata-missing")
            .filter_map(|f| f.message.rsplit(' ').next())
            .collect();
        if !missing.is_empty() {
            self.bullet("·", &format!("the document does not say its {}", missing.join(", ")));
        }
        for f in reading.findings.iter().filter(|f| f.kind != "metadata-missing") {
            self.bullet("·", &format!("{}; {}", f.message, f.hint));
        }
    }
}

/// What happened, without the lines that show what came of a promise: they stand there.
fn events(case: &Case) -> Vec<Line> {
    let shown = |line: &Line| {
        line.predicate == "promise.broken"
            && case.promises.iter().any(|p| p.shown_by.iter().any(|l| l.claim == line.claim))
    };
    case.events.iter().filter(|l| !shown(l)).cloned().collect()
}

/// Dims the part of a piece that belongs to the marks.
fn colour_marks(piece: &str, marks: &str) -> String {
    let marks = marks.trim_start();
    let head = marks.split(' ').next().unwrap_or(marks);
    match piece.find(head) {
        Some(at) => format!("{}{OPEN}{}{RESET}", &piece[..at], &piece[at..]),
        None if piece.trim_start().chars().next().is_some_and(|_| marks.contains(piece.trim())) => {
            format!("{OPEN}{piece}{RESET}")
        }
        None => piece.to_string(),
    }
}
