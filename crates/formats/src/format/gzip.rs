//! One file compressed with gzip, in one or several members; a compressed TAR is read while it unfolds.

use flate2::read::MultiGzDecoder;

use crate::Bytes;
use crate::opening::{Opening, Outcome};

/// Opens what is inside, under the name without its last extension.
pub fn open(opening: &mut Opening<'_, '_>, name: &str, bytes: &mut dyn Bytes) -> Outcome {
    let inner = inner(name);
    Ok(opening.unfolding_member(&inner, &inner, &mut MultiGzDecoder::new(bytes), None))
}

fn inner(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    match () {
        () if lower.ends_with(".tgz") => format!("{}.tar", &name[..name.len() - 4]),
        () if lower.ends_with(".gz") && name.len() > 3 => name[..name.len() - 3].to_string(),
        () => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_name_loses_what_gzip_added() {
        assert_eq!(super::inner("report.txt.gz"), "report.txt");
        assert_eq!(super::inner("Reports.TGZ"), "Reports.tar");
        assert_eq!(super::inner("plain"), "plain");
    }
}
