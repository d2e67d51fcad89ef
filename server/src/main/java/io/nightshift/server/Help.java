package io.nightshift.server;

import io.nightshift.server.configuration.Setting;
import java.util.Locale;

/** What {@code --help} says of the server's verbs. */
final class Help {

    private static final String TOP = """
            Usage: serve | demo | export FILE | import FILE | config   [--NAME VALUE ...]

              serve         run the server (also without a verb) until SIGTERM or Ctrl-C
              demo          run the demo; --exit ends it by itself
              export FILE   write everything the database holds to FILE; a server may go on running
              import FILE   read an export into an empty database; all of it or nothing
              config        print the effective settings and where each came from

            Settings, as flags. The same names work in the environment (--http-port is NIGHTSHIFT_HTTP_PORT) and in
            DATA/nightshift.properties or the file that --config names (nightshift.http.port). Flags go before the
            environment, the environment before the file.

            """;
    private static final String BOTTOM = """

            Messages that a server handles by itself:
              noop    does nothing; its result is its data
              http    calls an address; data: {"url": "https://...", "method": "GET" or "POST", "body": ...}
              mail    sends an e-mail; data: {"to": ["ada@example.org"], "subject": "...", "text": "..."}

            The administrator's token is made and shown at the first start; DATA/admin.token.sha256 keeps its hash. Remove
            that file to have a new one made. Exit codes: 0 well, 1 not (one sentence says why), 130 after Ctrl-C.""";

    private Help() {}

    static String text() {
        StringBuilder text = new StringBuilder(TOP);
        for (Setting setting : Setting.values()) {
            String byDefault = setting.defaultValue().isEmpty() ? "" : " [" + setting.defaultValue() + "]";
            text.append(String.format(Locale.ROOT, "  %-22s %s%s%n", setting.flag(), setting.meaning(), byDefault));
        }
        return text.append(BOTTOM).toString();
    }
}
