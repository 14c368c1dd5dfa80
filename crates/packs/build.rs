//! The packs are compiled into the program: a changed file there means a new build.
fn main() {
    println!("cargo:rerun-if-changed=../../packs");
}
