package io.nightshift.server;

import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.configuration.NearestName;
import io.nightshift.server.configuration.Setting;
import io.nightshift.server.configuration.StartException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What follows the verb: flags with their values ({@code --name value} or {@code --name=value}), and other words. */
record Arguments(Map<String, String> flags, List<String> words) {

    static Arguments of(List<String> arguments) {
        Map<String, String> flags = new LinkedHashMap<>();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--")) {
                words.add(argument);
            } else if (equals > 0) {
                put(flags, argument.substring(0, equals), argument.substring(equals + 1));
            } else {
                check(argument);
                if (i + 1 == arguments.size()) {
                    throw new StartException("The flag " + argument + " needs a value after it.");
                }
                put(flags, argument, arguments.get(++i));
            }
        }
        return new Arguments(flags, words);
    }

    private static void put(Map<String, String> flags, String flag, String value) {
        check(flag);
        if (flags.putIfAbsent(flag, value) != null) {
            throw new StartException("The flag " + flag + " is given twice; once is enough.");
        }
    }

    /** Before its value is taken: the word after an unknown flag may be anything. */
    private static void check(String flag) {
        List<String> known = Stream.concat(
                        Stream.of(Setting.values()).map(Setting::flag), Stream.of(Configuration.CONFIG_FLAG))
                .toList();
        if (!known.contains(flag)) {
            throw new StartException("The flag " + flag + " is not known: did you mean " + NearestName.of(flag, known)
                    + " (--help lists all)?");
        }
    }

    /** The settings that these flags, the environment and the file make. */
    Configuration configuration(Map<String, String> environment) {
        return Configuration.read(flags, environment);
    }
}
