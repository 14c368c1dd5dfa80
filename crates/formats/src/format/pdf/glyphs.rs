//! The letters of a page with their places, gathered into lines while the page is drawn.

use hayro::hayro_interpret::font::GlyphRun;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::hayro_syntax::page::Page;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use hayro::kurbo::{Affine, BezPath, Point, Rect, Vec2};

use super::line::{Letter, Line};

/// Most letters of a page that are kept; a newspaper page has about forty thousand.
const LETTERS: usize = 1_000_000;
/// Fewer letters than this on a page that a picture covers are a stamp on a scan.
const STAMP: usize = 100;

/// What a page says.
#[derive(Default)]
pub struct Words {
    /// Lines in the order in which they are drawn.
    pub lines: Vec<Line>,
    /// Pixels of the largest picture, as it states them.
    pub largest_picture: u64,
    letters: usize,
    /// Letters of fonts that do not say what they are.
    nameless: usize,
    /// Share of the page that its largest picture covers.
    covered: f64,
    page: f64,
    /// Where the last run began, to pass over the same run drawn twice (for a bolder face).
    last_run: Option<(Point, usize)>,
}

impl Words {
    /// Draws the page on nothing and notes the letters.
    pub fn of<'p>(page: &'p Page<'p>, cache: &InterpreterCache<'p>) -> Words {
        let (width, height) = page.render_dimensions();
        let transform = page.initial_transform(true).to_kurbo();
        let whole = Rect::new(0.0, 0.0, width.into(), height.into());
        let settings = InterpreterSettings::default();
        let mut context = Context::new(transform, whole, cache, page.xref(), settings);
        let mut words = Words { page: whole.area(), ..Words::default() };
        interpret_page(page, &mut context, &mut words);
        words
    }

    /// True for a scan: pictures, and no words or next to none.
    pub fn is_picture(&self) -> bool {
        match self.letters {
            0 => self.covered > 0.0 || self.nameless > 0,
            n => n < STAMP && self.covered > 0.5 || self.nameless > n,
        }
    }

    /// True when many of the letters have no name.
    pub fn is_garbled(&self) -> bool {
        self.nameless * 20 > self.letters
    }

    fn letter(&mut self, text: &str, letter: Letter) {
        if self.letters >= LETTERS {
            return;
        }
        self.letters += usize::from(!text.trim().is_empty());
        match self.lines.last_mut() {
            Some(line) if line.goes_on_with(&letter) => line.push(text, letter),
            _ => self.lines.push(Line::new(text, letter)),
        }
    }
}

impl<'a> Device<'a> for Words {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        let Some(first) = run.glyphs().first() else { return };
        let began = (props.transform * first.transform() * Point::ZERO, run.glyphs().len());
        let again = |(at, n): (Point, usize)| n == began.1 && at.distance(began.0) < 1.0;
        if self.last_run.replace(began).is_some_and(again) {
            return;
        }
        for glyph in run.glyphs() {
            let (place, advance) = (props.transform * glyph.transform(), width(glyph));
            let letter = letter(place, advance);
            match glyph.as_unicode() {
                Some(BfString::Char(c)) => self.letter(c.encode_utf8(&mut [0; 4]), letter),
                Some(BfString::String(s)) => self.letter(&s, letter),
                None => self.nameless += 1,
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let (width, height) = (u64::from(image.width()), u64::from(image.height()));
        self.largest_picture = self.largest_picture.max(width.saturating_mul(height));
        let [a, b, c, d, ..] = props.transform.as_coeffs();
        // The transform takes the picture's pixels to the page.
        let area = (a * d - b * c).abs() * f64::from(image.width()) * f64::from(image.height());
        self.covered = self.covered.max(area / self.page.max(1.0));
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_clip_rect(&mut self, _: &Rect) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// Units of a glyph's own space in one em.
const EM: f64 = 1000.0;

fn width(glyph: &hayro::hayro_interpret::font::Glyph<'_>) -> f64 {
    use hayro::hayro_interpret::font::Glyph;
    let width = match glyph {
        Glyph::Outline(outline) => outline.advance_width(),
        Glyph::Type3(drawn) => drawn.advance_width(),
    };
    width.map_or(EM / 2.0, f64::from)
}

/// Where a letter stands: along its line and across it, in points.
fn letter(place: Affine, advance: f64) -> Letter {
    let origin = place * Point::ZERO;
    let right: Vec2 = place * Point::new(EM, 0.0) - origin;
    let up: Vec2 = place * Point::new(0.0, EM) - origin;
    let em = right.hypot();
    let along = if em > 0.0 { right / em } else { Vec2::new(1.0, 0.0) };
    let across = Vec2::new(-along.y, along.x);
    let start = along.dot(origin.to_vec2());
    Letter {
        direction: (along.x, along.y),
        start,
        end: start + em * advance / EM,
        base: across.dot(origin.to_vec2()),
        size: up.hypot().max(0.1),
    }
}
