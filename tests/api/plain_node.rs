//! The built worker runs outside workerd: nothing in it asks for more of WebAssembly than common runtimes offer.

use std::process::Command;

use xtask::place;

#[test]
fn node_loads_the_worker() {
    let mut node = Command::new("node");
    node.arg(place::root().join("tests/plain_node.mjs")).arg(place::root().join("worker/entry.mjs"));
    let output = node.output().expect("node is in PATH");
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(said.starts_with("200 {\"status\":\"ok\""), "{said}{errors}");
}
