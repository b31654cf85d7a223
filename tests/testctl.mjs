// Fires the worker's cron trigger with any instant: GET /scheduled?at=<milliseconds since 1970>.

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/scheduled") return new Response("not found", { status: 404 });
    const scheduledTime = new Date(Number(searchParams.get("at") ?? Date.now()));
    return Response.json(await env.APP.scheduled({ scheduledTime, cron: "* * * * *" }));
  },
};
