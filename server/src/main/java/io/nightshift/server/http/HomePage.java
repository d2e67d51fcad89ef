package io.nightshift.server.http;

/** What a person sees who opens the address in a browser. Says nothing about this installation. */
final class HomePage {

    static final String HTML = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Nightshift</title>
            <style>
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem;
                   color: CanvasText; background: Canvas; color-scheme: light dark; }
            code { font-size: 0.95em; }
            </style>
            </head>
            <body>
            <main>
            <h1>Nightshift</h1>
            <p>An asynchronous service: it runs long operations away from the request that asked for them, and lets people
            see, pause, postpone, resume, cancel and understand each one.</p>
            <ul>
            <li>On the machine of the server, <code>./run list</code> shows the operations and <code>./run help</code> all
            commands; from elsewhere add <code>--url</code> and <code>--token</code>.</li>
            <li><a href="/health/live">/health/live</a> and <a href="/health/ready">/health/ready</a> answer everyone.</li>
            <li><code>/metrics</code> and <code>/api/data/v9.2/</code> need the header
            <code>Authorization: Bearer TOKEN</code>.</li>
            </ul>
            </main>
            </body>
            </html>
            """;

    private HomePage() {}
}
