mod case;
use case::{Step, Verdict};
#[test]
fn fill() {
    let only = std::env::var("FILL").unwrap_or_default();
    let mut out = serde_json::Map::new();
    for case in case::all() {
        if !only.split(',').any(|o| case.name == o) {
            continue;
        }
        let mut engine = case.engine();
        let mut decided = 0;
        let mut all = vec![];
        for step in &case.steps {
            match step {
                Step::Observe(e) => {
                    engine.apply(e);
                    all.push(serde_json::Value::Null);
                }
                Step::Ask { at, who, query, .. } => {
                    all.push(serde_json::to_value(engine.ask(who, query, *at)).unwrap())
                }
                Step::Decide { at, actor, command, .. } => {
                    let v = match engine.decide(actor, command, *at) {
                        Ok(f) => Verdict::Facts(f),
                        Err(r) => Verdict::Rejection(r),
                    };
                    for e in v.events(actor, *at, &mut decided) {
                        engine.apply(&e);
                    }
                    all.push(match &v {
                        Verdict::Facts(f) => serde_json::json!({"facts": f}),
                        Verdict::Rejection(r) => serde_json::json!({"rejection": r}),
                    });
                }
            }
        }
        out.insert(case.name.clone(), all.into());
    }
    std::fs::write("/tmp/a9c/out.json", serde_json::to_string(&out).unwrap()).unwrap();
}
