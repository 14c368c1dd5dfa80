//! stub
#![allow(missing_docs)]
use casebook_facts::Evidence;
fn main() {
    let a: Vec<String> = std::env::args().skip(1).collect();
    let a: Vec<String> = if a[0]=="packs" { let only=a.iter().position(|x|x=="--only").map_or(String::new(),|i|a[i+1].clone()); vec!["check".into(), only] } else if a[0]=="show" { a[1..].to_vec() } else { a };
    match a[0].as_str() {
        "read" => {
            let packs = casebook_packs::bundled();
            for f in a[1..].iter().filter(|f| !f.starts_with("--")) {
                let e = Evidence::new(f.clone(), std::fs::read(f).unwrap());
                match casebook_read::read(&e, packs, &Default::default()) {
                    Ok(r) => println!("{}", casebook_read::format::reading(&r)),
                    Err(x) => eprintln!("error: {f}: {x}"),
                }
            }
        }
        "tree" => { let e = Evidence::new(a[1].clone(), if a[1]=="-" {use std::io::Read; let mut v=vec![]; std::io::stdin().read_to_end(&mut v).unwrap(); v} else {std::fs::read(&a[1]).unwrap()}); print!("{}", casebook_read::show::tree(&e, casebook_packs::bundled(), &Default::default()).unwrap()); }
        "check" => {
            let dir = std::path::Path::new("packs");
            let mut files = Vec::new();
            let mut st = vec![dir.to_path_buf()];
            while let Some(d) = st.pop() { for e in std::fs::read_dir(d).unwrap() { let p = e.unwrap().path(); if p.is_dir() { st.push(p) } else if p.extension().is_some_and(|x| x == "toml") { files.push(casebook_packs::PackFile { path: p.strip_prefix(dir).unwrap().to_string_lossy().into_owned(), text: std::fs::read_to_string(&p).unwrap() }) } } }
            files.sort_by(|a, b| a.path.cmp(&b.path));
            match casebook_packs::Packs::load(&files) {
                Err(es) => es.iter().for_each(|e| println!("{e}")),
                Ok(p) => {
                    let r = casebook_read::check::run(&p, a.get(1).map_or("", |s| s));
                    for f in &r.failures { println!("{}:{}: {}: {:?}\n    {}", f.file, f.line, f.entry, f.text, f.message) }
                    println!("{} sentences, {} failures", r.n_sentences, r.failures.len());
                }
            }
        }
        _ => {}
    }
}
