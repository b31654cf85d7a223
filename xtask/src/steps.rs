//! The steps of a build. They are announced first and then done, some of them at the same time.

use std::{sync::mpsc, thread, time::Instant};

use crate::{Outcome, say};

pub struct Step {
    what: &'static str,
    cost: u32,
    act: Box<dyn FnOnce() -> Outcome<()> + Send>,
}

impl Step {
    /// A step that makes `what`, at a cost in seconds of one core.
    pub fn new(what: &'static str, cost: u32, act: impl FnOnce() -> Outcome<()> + Send + 'static) -> Self {
        Self { what, cost, act: Box::new(act) }
    }
}

/// Steps that are done one after the other.
pub type Row = Vec<Step>;

/// The number of cores for which times are announced: most machines have at least that many.
const CORES: u32 = 2;

/// Does the rows of one stage at the same time. A stage begins when the one before it is done.
///
/// # Errors
/// When a step fails. Other rows that are still running are not waited for.
pub fn carry_out(stages: Vec<Vec<Row>>) -> Outcome<()> {
    let steps: Vec<_> = stages.iter().flatten().flatten().collect();
    let count = steps.len();
    if count > 0 {
        say::line(&announced(&steps));
    }
    let mut number = 0;
    for stage in stages {
        let (report, reports) = mpsc::channel();
        for row in stage {
            let (first, report) = (number + 1, report.clone());
            number += row.len();
            thread::spawn(move || {
                let mut numbered = (first..).zip(row);
                // The receiver is gone if another row has failed.
                let _ = report
                    .send(numbered.try_for_each(|(number, step)| run(&format!("step {number} of {count}"), step)));
            });
        }
        drop(report);
        reports.iter().collect::<Outcome<()>>()?;
    }
    Ok(())
}

fn run(name: &str, step: Step) -> Outcome<()> {
    let began = Instant::now();
    say::line(&format!("{name}: {}", step.what));
    (step.act)()?;
    say::line(&format!("{name} took {} s: {}", began.elapsed().as_secs(), step.what));
    Ok(())
}

fn announced(steps: &[&Step]) -> String {
    let seconds = steps.iter().map(|step| step.cost).sum::<u32>() / CORES;
    let time = match seconds {
        0..60 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    };
    let names: Vec<_> = steps.iter().map(|step| step.what).collect();
    let (count, names) = (names.len(), names.join(", "));
    let steps = if count == 1 { "step" } else { "steps" };
    format!("{count} {steps}, at most about {time} on {CORES} cores with nothing else to do: {names}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ahead_is_said_with_its_time() {
        let (tools, page) = (Step::new("tools", 400, || Ok(())), Step::new("page", 90, || Ok(())));
        assert!(announced(&[&tools, &page]).starts_with("2 steps, at most about 5 minutes on 2 cores"));
        assert!(announced(&[&page]).starts_with("1 step, at most about 45 seconds"));
    }

    #[test]
    fn a_stage_waits_for_the_one_before() {
        let (said, heard) = mpsc::channel();
        let saying = |what| {
            let said = said.clone();
            Step::new(what, 0, move || said.send(what).map_err(|error| error.to_string()))
        };
        carry_out(vec![vec![vec![saying("a")], vec![saying("a")]], vec![vec![saying("b"), saying("c")]]])
            .expect("all is well");
        drop(said);
        assert_eq!(heard.iter().collect::<Vec<_>>(), ["a", "a", "b", "c"]);
    }

    #[test]
    fn nothing_follows_a_failure() {
        let after = || Step::new("after", 0, || unreachable!());
        let failing = Step::new("failing", 0, || Err("no".to_owned()));
        let stages = vec![vec![vec![failing, after()], vec![Step::new("other", 0, || Ok(()))]], vec![vec![after()]]];
        assert_eq!(carry_out(stages), Err("no".to_owned()));
    }
}
