//! Requests that schemathesis makes from the OpenAPI document: no answer is another one than the document says, and what
//! the document allows is done, or refused for a reason that is listed here.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    process::Command,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use tests::{size::size, workerd::Server};
use xtask::place;

/// Why a request that fits the document may be refused all the same, by the code of the refusal.
const REASONS: [(&str, &str); 20] = [
    ("address_invalid", "what an address is, is more than a pattern says"),
    ("address_placeholder", "which addresses are placeholders is not the document's matter"),
    ("clock_backwards", "a clock goes only forward, and the document does not know where it stands"),
    ("currency_unknown", "the document does not list the currencies of ISO 4217"),
    ("date_impossible", "a form of a date cannot say how many days a month has"),
    ("file_empty", "what is in a CSV file is not the document's matter"),
    ("key_reused", "the same key came with another body before"),
    ("no_first_price", "which price holds on the first day follows from two fields"),
    ("not_given_out", "a cursor or a revision is what an answer has given"),
    ("nothing_to_do", "whether anything would change follows from the accounts"),
    ("party_invalid", "what a text may hold is not the document's matter"),
    ("rate_of_category", "which rate is possible follows from the category of tax"),
    ("reason_of_standard", "which reason is possible follows from the category of tax"),
    ("roster", "what is in a CSV file is not the document's matter"),
    ("time_zone_unknown", "the document does not list the zones of IANA"),
    ("unconfirmed", "what must be typed is an address or a name of the platform"),
    ("name_invalid", "what a text shows is not the document's matter"),
    ("upgrade_needed", "a document of HTTP says nothing of WebSockets"),
    ("url_invalid", "which addresses a browser opens is more than a pattern says"),
    ("wrong_type", "a whole number is written without a point here, and to JSON Schema 128.0 is one too"),
];

/// The Python of an environment that has schemathesis in the version that is wanted.
fn python() -> PathBuf {
    let folder = place::root().join("target/contract");
    let (python, stamp) = (folder.join("bin/python"), folder.join("wanted.txt"));
    let wanted = include_str!("requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return python;
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
    let list = place::root().join("tests/contract/requirements.txt");
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(list));
    fs::write(stamp, wanted).expect("the folder was just made");
    python
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A platform in which there is something of everything.
fn seed(server: &Server) {
    let new = json!({"id": "firma", "name": "Firma", "test_clock": "2026-11-22", "retention_days": 30,
        "catalog": [{"from": "2026-01-01", "monthly_net": 249, "yearly_net": 2_388}]});
    server.post("/platforms", &new).expect(201);
    let line = |number: u32| format!("a{number}@firma.example,N{number},monthly,2026-12-{:02}\n", number + 1);
    let roster: String = (0..20).map(line).collect();
    let roster = format!("address,display_name,mode,expires_on\n{roster}");
    server.post_csv("/platforms/firma/accounts/import", roster).expect(200);
    let mut order = json!({"quantity": 3, "term": "monthly"});
    order["hash"] = server.post("/platforms/firma/orders/preview", &order).expect(200).json()["hash"].take();
    server.post("/platforms/firma/orders", &order).expect(201);
    let mut changes = json!({"changes": [{"account": 1, "mode": "none"}]});
    let summary = server.post("/platforms/firma/changes/preview", &changes).expect(200).json();
    (changes["revision"], changes["hash"]) = (summary["revision"].clone(), summary["hash"].clone());
    server.post("/platforms/firma/changes", &changes).expect(201);
    server.post("/platforms/firma/clock", &json!({"today": "2026-12-03"})).expect(200);
}

/// The codes of a refusal: those of its fields, or else its own.
fn codes(answer: &Value) -> BTreeSet<String> {
    let body = answer["content"]["$base64"].as_str().and_then(|text| BASE64_STANDARD.decode(text).ok());
    let problem: Value = body.and_then(|body| serde_json::from_slice(&body).ok()).unwrap_or_default();
    let fields = problem["errors"].as_array().cloned().unwrap_or_default();
    let of_fields: BTreeSet<String> =
        fields.iter().filter_map(|error| Some(error["code"].as_str()?.to_owned())).collect();
    let own = || problem["code"].as_str().map(str::to_owned).into_iter().collect();
    if of_fields.is_empty() { own() } else { of_fields }
}

/// Everything that schemathesis found, with what it was found at.
fn found(report: &str) -> BTreeMap<String, Vec<String>> {
    let reasons: BTreeMap<_, _> = REASONS.into();
    let mut found = BTreeMap::<String, Vec<String>>::new();
    for event in report.lines() {
        let event: Value = serde_json::from_str(event).expect("a line is an event");
        let recorder = &event["ScenarioFinished"]["recorder"];
        for (case, checks) in recorder["checks"].as_object().into_iter().flatten() {
            let answer = &recorder["interactions"][case]["response"];
            let codes = codes(answer);
            for check in checks.as_array().into_iter().flatten().filter(|check| check["status"] != "success") {
                let name = check["name"].as_str().unwrap_or_default();
                let listed = !codes.is_empty() && codes.iter().all(|code| reasons.contains_key(code.as_str()));
                if name == "positive_data_acceptance" && listed {
                    continue;
                }
                let failure = &check["failure_info"]["failure"];
                let place = format!("{}: {name}", failure["operation"].as_str().unwrap_or_default());
                let request = &recorder["interactions"][case]["request"];
                found.entry(place).or_default().push(format!("{request}\n{codes:?} {}", failure["message"]));
            }
        }
    }
    found
}

#[test]
fn the_document_is_true() {
    let python = python();
    let server = Server::start();
    seed(&server);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (config, report) = (folder.path().join("schemathesis.toml"), folder.path().join("report.ndjson"));
    let parameters = "[parameters]\n\"path.p\" = \"firma\"\n\"path.a\" = 2\n\"path.number\" = \"2026-000001\"\n";
    fs::write(&config, parameters).expect("the folder is ours");
    let api = format!("{}/api/v1", server.address());
    let mut command = Command::new(python);
    command.current_dir(folder.path()).args(["-m", "schemathesis.cli"]);
    command.arg("--config-file").arg(&config).args(["run", &format!("{api}/openapi.json"), "--url", &api]);
    command.args([
        "--max-examples",
        &size(40, 150).to_string(),
        "--generation-deterministic",
        "--warnings",
        "off",
        "--no-color",
    ]);
    command.args(["--report", "ndjson", "--report-ndjson-path"]).arg(&report);
    let output = command.output().expect("it was installed");
    let said = String::from_utf8_lossy(&output.stdout);
    let report = fs::read_to_string(&report).unwrap_or_else(|error| panic!("{error}: {said}"));
    let tested = said.lines().find_map(|line| line.trim().strip_prefix("Tested:")?.trim().parse::<usize>().ok());
    assert!(tested > Some(25), "{said}");
    let found: Vec<String> =
        found(&report).iter().map(|(place, all)| format!("{place} ({} times)\n{}", all.len(), all[0])).collect();
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}
