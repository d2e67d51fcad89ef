package io.nightshift.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;

/** A password as a person or a script gives it: never as an argument, which other users of the machine could read. */
final class TypedPassword {

    private TypedPassword() {}

    /** Asked for at a terminal, else the first line of the standard input. */
    static String read() {
        Console console = System.console();
        if (console != null && console.isTerminal()) {
            char[] typed = console.readPassword("Password: ");
            if (typed != null) {
                return new String(typed);
            }
        }
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
            if (line != null) {
                return line;
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, "The password could not be read: " + e.getMessage() + ".");
        }
        throw new CommandFailure(ExitCode.USAGE, "Give the password as the first line of the standard input.");
    }
}
