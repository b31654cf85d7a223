//! Which call a request makes, by its address and method and the table of calls.

use domain::{
    account::AccountId,
    platform::PlatformId,
    stamp::{Revision, SubmissionId},
    wire::Fault,
};

use crate::{
    calls::{self, Description, Method},
    reply::{OrReply, Reply, refuse},
    request::{Query, Target},
};

/// A call that a request makes.
#[derive(Debug)]
pub struct Asked {
    /// The call's description.
    pub described: &'static Description,
    /// The address of the request.
    pub target: Target,
    parameters: Vec<Parameter>,
}

/// A parameter of a path: its name and its value in the address.
type Parameter = (&'static str, String);

impl Asked {
    /// The call that `method` and `target` make. Calls for tests are found only if `in_tests`.
    ///
    /// # Errors
    /// 404 if nothing is at the address; 405, with `Allow`, if the address does not allow the method.
    pub fn of(method: &str, target: Target, in_tests: bool) -> OrReply<Self> {
        let fitting = fitting(target.segments.as_deref().unwrap_or_default(), in_tests);
        if fitting.is_empty() {
            return nothing_here();
        }
        let asks_for = |call: &Description| names(call.method).contains(&method);
        let known: Vec<Method> = fitting.iter().map(|(call, _)| call.method).collect();
        match fitting.into_iter().find(|(call, _)| asks_for(call)) {
            Some((described, parameters)) => Ok(Self { described, target, parameters }),
            None => not_allowed(method, &known),
        }
    }

    /// Begins to read the query.
    pub fn query(&self) -> Query {
        self.target.query()
    }

    /// The value of a path parameter; empty if the path has no such parameter.
    pub fn parameter(&self, name: &str) -> &str {
        self.parameters.iter().find(|(own, _)| *own == name).map_or("", |(_, text)| text)
    }

    /// The platform that the address names.
    ///
    /// # Errors
    /// 404 if the text cannot be an id.
    pub fn platform(&self) -> OrReply<PlatformId> {
        PlatformId::try_from(self.parameter("p").to_owned()).or_else(|_| refuse(Fault::NoPlatform))
    }

    /// The platform that the address names, as it stands there; none if the call is about no platform.
    pub fn platform_named(&self) -> Option<&str> {
        self.parameters.iter().find(|(name, _)| *name == "p").map(|(_, text)| &**text)
    }

    /// The account that the address names.
    ///
    /// # Errors
    /// 404 if the text cannot be an id.
    pub fn account(&self) -> OrReply<AccountId> {
        let text = self.parameter("a");
        match text.parse().ok().filter(|id: &u32| id.to_string() == text) {
            Some(id) => Ok(AccountId(id)),
            None => refuse(Fault::NoAccount),
        }
    }

    /// The submission that the address names, which may be any text.
    pub fn submission(&self) -> SubmissionId {
        SubmissionId(self.parameter("c").to_owned())
    }

    /// What else an address means that names no submission. No browser asks for the segments `.` and `..`, even if they
    /// are encoded: they are steps in the path. So they may be encoded twice.
    pub fn step(named: &SubmissionId) -> Option<SubmissionId> {
        let step = match named.0.to_ascii_lowercase().as_str() {
            "%2e" => ".",
            "%2e%2e" => "..",
            _ => return None,
        };
        Some(SubmissionId(step.to_owned()))
    }

    /// The import that the address names.
    ///
    /// # Errors
    /// 404 if the text is not a revision.
    pub fn import(&self) -> OrReply<Revision> {
        self.parameter("revision").parse().map(Revision).or_else(|_| nothing_here())
    }
}

/// Refuses an address at which nothing is.
///
/// # Errors
/// Always 404.
pub fn nothing_here<T>() -> OrReply<T> {
    refuse(Fault::NothingHere)
}

fn not_allowed<T>(method: &str, known: &[Method]) -> OrReply<T> {
    let known = Method::ALL.into_iter().filter(|method| known.contains(method));
    let allowed = known.flat_map(names).copied().collect::<Vec<_>>().join(", ");
    let reply = Reply::problem(&Fault::Method { method: method.to_owned(), allowed: allowed.clone() });
    Err(Box::new(reply.with_header("allow", allowed)))
}

/// The methods of requests that a method of calls answers.
fn names(method: Method) -> &'static [&'static str] {
    match method {
        Method::Get => &["GET", "HEAD"],
        Method::Post => &["POST"],
        Method::Patch => &["PATCH"],
        Method::Delete => &["DELETE"],
    }
}

/// The calls whose path matches an address, each with its parameters. If several paths match, those with the fewest
/// parameters apply. The key of a submission does not count: it may be any text, and so the name of another call.
fn fitting(segments: &[String], in_tests: bool) -> Vec<(&'static Description, Vec<Parameter>)> {
    let there = calls::all().filter(|call| in_tests || !call.only_in_tests);
    let mut fitting: Vec<_> = there.filter_map(|call| Some((call, parameters(call.path, segments)?))).collect();
    let counted = |parameters: &[Parameter]| parameters.iter().filter(|(name, _)| *name != "c").count();
    let fewest = fitting.iter().map(|(_, parameters)| counted(parameters)).min();
    fitting.retain(|(_, parameters)| Some(counted(parameters)) == fewest);
    fitting
}

/// The values of a path's parameters in the segments of an address; none if the path does not match.
fn parameters(path: &'static str, segments: &[String]) -> Option<Vec<Parameter>> {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    if parts.len() != segments.len() {
        return None;
    }
    let mut parameters = Vec::new();
    for (part, segment) in parts.into_iter().zip(segments) {
        match part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => parameters.push((name, segment.clone())),
            None if part == segment => {}
            None => return None,
        }
    }
    Some(parameters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calls::{Call, Deed, Question};

    fn asked(method: &str, below: &str) -> OrReply<Asked> {
        Asked::of(method, Target::of(&format!("http://localhost/api/v1{below}")), false)
    }

    #[test]
    fn every_call_is_found_and_only_once() {
        for call in calls::all() {
            let url = format!("http://localhost/api/v1{}", call.path.replace(['{', '}'], ""));
            let found = Asked::of(call.method.as_str(), Target::of(&url), true).expect("a call");
            assert_eq!((found.described.path, found.described.method), (call.path, call.method));
            assert_eq!(found.described.call, call.call, "{}", call.path);
            let same = |other: &&Description| other.call == call.call;
            assert!(call.only_in_tests || calls::all().filter(same).count() == 1, "{:?}", call.call);
        }
    }

    #[test]
    fn an_address_that_stands_for_nothing_is_told_before_its_method() {
        for below in
            ["", "/", "/nothing", "/healthz/x", "/platforms/a/", "/platforms/a/test/state", "/platforms/a/b/c/d/e"]
        {
            assert_eq!(asked("PUT", below).expect_err("nothing").status, 404, "{below}");
        }
        assert_eq!(Asked::of("GET", Target::of("http://localhost/index.html"), true).expect_err("nothing").status, 404);
    }

    #[test]
    fn a_method_is_refused_with_those_there_are() {
        for (below, allowed) in [
            ("/healthz", "GET, HEAD"),
            ("/platforms", "GET, HEAD, POST"),
            ("/platforms/a", "GET, HEAD, PATCH"),
            ("/platforms/a/accounts/1", "GET, HEAD, PATCH"),
            ("/platforms/a/accounts/import", "POST"),
            ("/platforms/a/changes", "GET, HEAD, POST"),
            ("/platforms/a/changes/preview", "GET, HEAD, POST"),
            ("/platforms/a/changes/x", "GET, HEAD"),
            ("/platforms/a/termination", "POST, DELETE"),
        ] {
            let reply = asked("PUT", below).expect_err("no call puts");
            assert_eq!((reply.status, reply.headers), (405, vec![("allow", allowed.into())]), "{below}");
        }
        assert_eq!(asked("get", "/healthz").expect_err("methods are written large").status, 405);
    }

    #[test]
    fn parameters_are_what_the_address_has() {
        let question = |asked: &Asked| asked.described.call == Call::Ask(Question::AccountHistory);
        let history = asked("HEAD", "/platforms/a-b/accounts/17/history").expect("a question");
        assert!(question(&history));
        assert_eq!(history.platform().expect("a platform").as_str(), "a-b");
        assert_eq!(history.account().expect("an account"), AccountId(17));
        for id in ["017", "+1", "x", "4294967296"] {
            let asked = asked("GET", &format!("/platforms/a/accounts/{id}")).expect("a question");
            assert_eq!(asked.account().expect_err("no account").status, 404, "{id}");
        }
        let undo = asked("POST", "/platforms/NOBODY!/changes/x%2Fy/undo").expect("a deed");
        assert_eq!(undo.described.call, Call::Do(Deed::Undo));
        assert_eq!(undo.submission().0, "x/y");
        assert_eq!(undo.platform().expect_err("no id").status, 404);
    }
}
