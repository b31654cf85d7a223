//! A world from one seed: platforms, two people at each, and what they do while days pass. It depends only on the seed
//! and on what the model says happened, never on the host, so every host gets the same requests.

mod people;
mod settings;
mod wishes;

use domain::{account::Status, change::Wishes, hash::Hash, platform::NewPlatform};

use crate::{
    calendar::{Day, LAST_DAY, LAST_TODAY},
    desk::Desk,
    model::{Mind, Model},
    random::Random,
    shapes::{Price, Reply, Request, Seen, Token, Why},
};

/// What a person has on the screen, which may be old.
#[derive(Debug, Default)]
struct Person {
    summary: Option<(Wishes, Seen, Token)>,
    quote: Option<(Price, Hash)>,
}

/// A platform, as its people know it.
struct Site {
    model: Model,
    /// Whether it follows the real date instead of a test clock.
    wall: bool,
    people: [Person; 2],
    /// The host's names for the submissions and imports, which the model only numbers.
    submissions: Vec<String>,
    imports: Vec<u64>,
    /// The keys of earlier requests, with the requests and their replies.
    past: Vec<(String, Request, Reply)>,
    /// How many addresses have been made up.
    addresses: u32,
}

/// The size of a world, and its features.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub platforms: u32,
    pub steps: u32,
    /// Whether some platforms follow the real date.
    pub walls: bool,
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Import,
    TakeImportBack,
    Look,
    Confirm,
    Change,
    Undo,
    Quote,
    Order,
    SetUp,
    Reset,
    Restore,
    Terminate,
    TakeBack,
    Settings,
    Days,
    Alarm,
    Again,
}

/// A world.
pub struct World<'a, D> {
    chance: Random,
    desk: &'a mut D,
    today: Day,
    sites: Vec<Site>,
    keys: u32,
    /// What has been done so far, for finding the cause of a failure.
    pub trace: &'a mut Vec<String>,
}

impl<'a, D: Desk> World<'a, D> {
    /// Runs a world.
    ///
    /// # Panics
    /// When a host does anything but what the rules say.
    pub fn live(seed: u64, size: Size, desk: &'a mut D, trace: &'a mut Vec<String>) {
        let mut chance = Random::new(seed);
        let today = wishes::first_day(&mut chance);
        let mut world = Self { chance, desk, today, sites: Vec::new(), keys: 0, trace };
        for _ in 0..world.chance.between(1, size.platforms) {
            world.found(size.walls);
        }
        for step in 0..size.steps {
            let at = world.chance.index(world.sites.len());
            world.act(at);
            let thorough = step % 30 == 29 || step + 1 == size.steps;
            for other in 0..world.sites.len() {
                if thorough || other == at {
                    let now = world.now(other);
                    if thorough {
                        world.catch_up(other, now);
                    }
                    world.desk.look(other, now, &world.sites[other].model, thorough);
                }
            }
        }
    }

    fn found(&mut self, walls: bool) {
        let new = settings::platform(&mut self.chance, self.today);
        let wall = self.chance.one_in(2) && walls;
        let new = NewPlatform { test_clock: (!wall).then(|| self.today.date()), ..new };
        self.trace.push(format!("{} found {new:?}", self.today));
        self.desk.found(&new, self.today);
        self.sites.push(Site {
            model: Model::of(&new, self.today),
            wall,
            people: Default::default(),
            submissions: Vec::new(),
            imports: Vec::new(),
            past: Vec::new(),
            addresses: 0,
        });
        let at = self.sites.len() - 1;
        let lines = self.roster(at, false);
        self.ask(at, Request::Import(lines), None);
    }

    /// The real date, which runs back now and then.
    fn now(&mut self, at: usize) -> Day {
        let back = self.chance.one_in(10);
        if back && self.sites[at].wall { self.today.before().before() } else { self.today }
    }

    fn act(&mut self, at: usize) {
        let model = &self.sites[at].model;
        let suspended = model.seats().any(|seat| seat.status == Status::Suspended);
        let terminating = model.is_terminating();
        let act = self.chance.weighed(&[
            (4, Act::Import),
            (2, Act::TakeImportBack),
            (5, Act::Look),
            (5, Act::Confirm),
            (12, Act::Change),
            (5, Act::Undo),
            (3, Act::Quote),
            (5, Act::Order),
            (8, Act::SetUp),
            (4, Act::Reset),
            (if suspended { 10 } else { 2 }, Act::Restore),
            (2, Act::Terminate),
            (if terminating { 12 } else { 1 }, Act::TakeBack),
            (5, Act::Settings),
            (26, Act::Days),
            (8, Act::Alarm),
            (5, Act::Again),
        ]);
        match act {
            Act::Import => {
                let bad = self.chance.one_in(3);
                let lines = self.roster(at, bad);
                self.ask(at, Request::Import(lines), None);
            }
            Act::TakeImportBack => self.take_import_back(at),
            Act::Look => {
                self.see_as(at);
            }
            Act::Confirm => self.confirm(at),
            Act::Change => {
                let who = self.see_as(at);
                self.confirm_as(at, who);
            }
            Act::Undo => self.undo(at),
            Act::Quote => {
                self.quote(at);
            }
            Act::Order => self.order(at),
            Act::SetUp => {
                let request = self.set_up(at);
                self.ask(at, request, None);
            }
            Act::Reset => {
                let request = self.reset(at);
                self.ask(at, request, None);
            }
            Act::Restore => {
                let request = self.restore(at);
                self.ask(at, request, None);
            }
            Act::Terminate => {
                let good = !self.chance.one_in(4);
                let confirm = if good { format!(" {} ", self.sites[at].model.name) } else { "Musterfirma".to_owned() };
                self.ask(at, Request::Terminate { confirm }, None);
            }
            Act::TakeBack => self.ask(at, Request::TakeBack, None),
            Act::Settings => {
                let settings = settings::change(&mut self.chance, &self.sites[at].model);
                self.ask(at, Request::Settings(Box::new(settings)), None);
            }
            Act::Days => self.days(at),
            Act::Alarm => {
                let now = self.now(at);
                self.trace.push(format!("{now} alarm at {at}"));
                for _ in 0..self.chance.between(1, 2) {
                    self.desk.alarm(at, now);
                }
                self.catch_up(at, now);
            }
            Act::Again => self.again(at),
        }
    }

    /// Brings the model up to date, as a host does before it answers.
    fn catch_up(&mut self, at: usize, now: Day) {
        let site = &mut self.sites[at];
        if site.wall {
            site.model.advance(now);
        }
    }

    /// Sends a request, and sometimes repeats it. The host and the model must say the same.
    fn ask(&mut self, at: usize, request: Request, who: Option<usize>) {
        self.keys += 1;
        let key = format!("key-{}", self.keys);
        let now = self.now(at);
        self.trace.push(format!("{now} at {at}: {key} {request:?}"));
        self.catch_up(at, now);
        let site = &mut self.sites[at];
        let mind = match (&request, who.map(|who| &site.people[who])) {
            (Request::Change { .. }, Some(Person { summary: Some((_, seen, _)), .. })) => Mind::Lines(&seen.lines),
            (Request::Order { .. }, Some(Person { quote: Some((price, _)), .. })) => Mind::Price(price),
            _ => Mind::Nothing,
        };
        let expected = site.model.perform(&request, mind);
        let answer = self.desk.request(at, now, &key, &request);
        let done = answer.as_ref().map(|reply| reply.done.clone()).map_err(Clone::clone);
        assert_eq!(done, expected, "what was said (left), and what the rules say (right), to {request:?}");
        let Ok(reply) = answer else { return };
        if matches!(request, Request::Import(_)) {
            site.imports.push(reply.name.parse().expect("a revision"));
        }
        if matches!(request, Request::Change { .. } | Request::Undo { .. }) {
            site.submissions.push(reply.name.clone());
        }
        site.past.push((key, request, reply));
        if self.chance.one_in(8) {
            self.repeat(at, self.sites[at].past.len() - 1);
        }
    }

    /// Repeats a request. It must get the same answer and have no other effect.
    fn repeat(&mut self, at: usize, which: usize) {
        let now = self.now(at);
        let (key, request, reply) = self.sites[at].past[which].clone();
        self.trace.push(format!("{now} at {at}: {key} again"));
        let again = self.desk.request(at, now, &key, &request);
        assert_eq!(again, Ok(reply), "{request:?} under {key} again");
    }

    /// Asks again for something that was done long ago, or uses its key for something else.
    fn again(&mut self, at: usize) {
        if self.sites[at].past.is_empty() {
            return;
        }
        let which = self.chance.index(self.sites[at].past.len());
        let (key, mut request, _) = self.sites[at].past[which].clone();
        let bent = match &mut request {
            Request::Order { quantity, .. } => {
                *quantity += 1;
                true
            }
            Request::Change { token, .. } => {
                token.revision.0 += 1;
                true
            }
            Request::Terminate { confirm } | Request::Reset { confirm, .. } => {
                confirm.push('.');
                true
            }
            Request::Import(_)
            | Request::TakeImportBack { .. }
            | Request::Undo { .. }
            | Request::SetUp { .. }
            | Request::Restore { .. }
            | Request::TakeBack
            | Request::Settings(_)
            | Request::Clock(_) => false,
        };
        if !bent || self.chance.one_in(2) {
            return self.repeat(at, which);
        }
        let now = self.now(at);
        self.trace.push(format!("{now} at {at}: {key} for {request:?}"));
        assert_eq!(self.desk.request(at, now, &key, &request), Err(Why::KeyReused), "{request:?} under {key}");
    }

    /// Lets days pass: one, several, or until about a deadline. Alarms are missed meanwhile.
    fn days(&mut self, at: usize) {
        let days = match self.chance.below(12) {
            0..=1 => 1,
            2..=5 => self.until_deadline(at),
            6..=8 => self.chance.between(2, 40),
            9..=10 => self.chance.between(40, 250),
            _ => self.chance.between(250, 800),
        };
        let to = self.today.plus(days).min(LAST_TODAY);
        self.trace.push(format!("{} days pass until {to}", self.today));
        self.today = to;
        for other in 0..self.sites.len() {
            if !self.sites[other].wall {
                self.ask(other, Request::Clock(to), None);
            }
        }
        if self.chance.one_in(12) && !self.sites[at].wall {
            // a later day than the last one is no date, and is refused as such where it is read
            let far = self.today.shifted(240, self.today.day).next().min(LAST_DAY);
            let wrong = self.chance.pick(&[self.today.before(), far]);
            self.ask(at, Request::Clock(wrong), None);
        }
    }

    fn until_deadline(&mut self, at: usize) -> u32 {
        let deadlines = self.sites[at].model.seats().filter_map(|seat| match seat.status {
            Status::Active => Some(seat.expires),
            Status::Suspended => seat.deletes,
            Status::Deleted | Status::Withdrawn => None,
        });
        let deadlines: Vec<Day> = deadlines.filter(|day| *day > self.today).collect();
        if deadlines.is_empty() {
            return 1;
        }
        let days = self.today.until(self.chance.pick(&deadlines));
        days + self.chance.below(3) - 1
    }
}
