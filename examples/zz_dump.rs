//! scratch
use attar::{Shop, Snapshot};
use attar_server::{demo, seed};
use std::io::Write;
fn main() {
    let seed = seed::load().expect("seed");
    let shop = Shop::check(demo::shop_draft(&seed)).expect("shop");
    std::fs::create_dir_all("target/exp").unwrap();
    let snap = Snapshot::cold(shop.public().clone());
    std::fs::write("target/exp/shop.bin", snap.encode().unwrap()).unwrap();
    let mut f = std::io::BufWriter::new(std::fs::File::create("target/exp/baskets.txt").unwrap());
    for b in seed::baskets().unwrap() {
        let b = b.unwrap();
        let l: Vec<String> = b.lines.iter().map(|l| l.product.to_string()).collect();
        writeln!(f, "{} {}", b.at, l.join(",")).unwrap();
    }
}
