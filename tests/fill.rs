//! temporary
mod case;
use case::{Step, Verdict};
use serde_json::{Value, json};
fn hexes(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::String(s) if s.starts_with('@') && s.len() > 1 => names.push(s.clone()),
        Value::Array(a) => a.iter().for_each(|v| hexes(v, names)),
        Value::Object(o) => o.values().for_each(|v| hexes(v, names)),
        _ => {}
    }
}
#[test]
fn fill() {
    for entry in std::fs::read_dir(case::folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        if !text.contains("\"then\": null") {
            continue;
        }
        let value: Value = serde_json::from_str(&text).unwrap();
        let mut names = Vec::new();
        hexes(&value, &mut names);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for line in &mut lines {
            if line.contains("\"then\": null") {
                let dummy = if line.contains("\"ask\"") {
                    r#""then": {"unknown": {"product": 1}}"#
                } else {
                    r#""then": {"facts": []}"#
                };
                *line = line.replace("\"then\": null", dummy);
            }
        }
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let case = case::all().into_iter().find(|c| c.name == name).unwrap();
        let mut engine = case.engine();
        let mut n = 0;
        let mut thens = Vec::new();
        for step in &case.steps {
            match step {
                Step::Observe(event) => {
                    engine.apply(event);
                    thens.push(Value::Null);
                }
                Step::Ask { at, who, query, .. } => {
                    thens.push(serde_json::to_value(engine.ask(who, query, *at)).unwrap())
                }
                Step::Decide { at, actor, command, .. } => {
                    let verdict = match engine.decide(actor, command, *at) {
                        Ok(f) => Verdict::Facts(f),
                        Err(r) => Verdict::Rejection(r),
                    };
                    thens.push(match &verdict {
                        Verdict::Facts(f) => json!({"facts": f}),
                        Verdict::Rejection(r) => json!({"rejection": r}),
                    });
                    for event in verdict.events(actor, *at, &mut n) {
                        engine.apply(&event);
                    }
                }
            }
        }
        let mut it = thens.into_iter();
        let mut out = Vec::new();
        let mut in_steps = false;
        for (old, line) in text.lines().zip(lines) {
            if line.starts_with("  \"steps\"") {
                in_steps = true;
                out.push(line);
                continue;
            }
            if in_steps && line.starts_with("    {") {
                let then = it.next().unwrap();
                if old.contains("\"then\": null") {
                    let at = old.find("\"then\": null").unwrap();
                    let mut shown = then.to_string();
                    for name in &names {
                        let mut bytes = [0u8; 16];
                        bytes[..name.len() - 1].copy_from_slice(&name.as_bytes()[1..]);
                        let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
                        shown = shown.replace(&hex, name);
                    }
                    out.push(format!(
                        "{}\"then\": {}{}",
                        &old[..at],
                        shown,
                        &old[at + "\"then\": null".len()..]
                    ));
                    continue;
                }
            }
            out.push(line);
        }
        std::fs::write(&path, out.join("\n") + "\n").unwrap();
        println!("{name}");
    }
}
