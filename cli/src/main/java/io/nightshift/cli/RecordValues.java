package io.nightshift.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The values that a person types for a record. */
final class RecordValues {

    @Option(names = "--set", paramLabel = "NAME=TEXT", description = "A value, or NAME:=JSON; may be repeated.")
    private List<String> values = new ArrayList<>();

    @Option(
            names = "--data",
            paramLabel = "JSON",
            description = "The values as a JSON object, @FILE, or - for standard input.")
    private @Nullable String data;

    /** The body of a request. */
    ObjectNode body() {
        if (values.isEmpty() && data == null) {
            throw new CommandFailure(ExitCode.USAGE, "Give the values of the record by --set or --data.");
        }
        ObjectNode body = data == null ? Service.JSON.createObjectNode() : object(text("--data", data));
        for (String value : values) {
            int equal = value.indexOf('=');
            if (equal < 1 || value.startsWith(":=")) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--set takes NAME=TEXT or NAME:=JSON; got '" + Printer.shortened(value, 40) + "'.");
            }
            boolean json = value.charAt(equal - 1) == ':';
            String name = value.substring(0, json ? equal - 1 : equal);
            String text = value.substring(equal + 1);
            if (json) {
                body.set(name, node(text));
            } else {
                body.put(name, text);
            }
        }
        return body;
    }

    private static ObjectNode object(String text) {
        if (node(text) instanceof ObjectNode object) {
            return object;
        }
        throw new CommandFailure(ExitCode.USAGE, "--data takes a JSON object, such as {\"name\": \"A. Datum\"}.");
    }

    private static JsonNode node(String text) {
        try {
            JsonNode node = Service.JSON.readTree(text);
            if (!node.isMissingNode()) {
                return node;
            }
        } catch (JacksonException e) {
            throw notJson(text);
        }
        throw notJson(text);
    }

    private static CommandFailure notJson(String text) {
        return new CommandFailure(ExitCode.USAGE, "'" + Printer.shortened(text, 40) + "' is no JSON.");
    }

    /** What was typed, or what stands in a file, or at the standard input. */
    static String text(String option, String typed) {
        try {
            if (typed.equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            return typed.startsWith("@") ? Files.readString(Path.of(typed.substring(1))) : typed;
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.USAGE, "There is no file " + typed.substring(1) + " for " + option + ".");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, option + " cannot be read from " + typed + " (" + e + ").");
        }
    }
}
