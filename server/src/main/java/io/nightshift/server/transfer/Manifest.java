package io.nightshift.server.transfer;

import io.nightshift.server.configuration.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an export says about itself. It is the last entry of the file, because the counts are known only then.
 *
 * @param format the shape of the file; this release reads and writes {@link #FORMAT}
 * @param postgresql the version of the server it was read from
 * @param migrations name and checksum of each step of the schema
 */
record Manifest(
        int format,
        String postgresql,
        Map<String, String> migrations,
        List<Table> tables,
        List<Partition> partitions,
        List<Sequence> sequences) {

    static final int FORMAT = 1;
    static final String ENTRY = "manifest.json";

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Pattern BOUND = Pattern.compile(
            "FOR VALUES FROM \\('[0-9]{4,5}-[0-9: +.-]{1,40}'\\) TO \\('[0-9]{4,5}-[0-9: +.-]{1,40}'\\)");

    /** A table and how many rows of it are in the file, with the SHA-256 of their text. */
    record Table(String name, List<String> columns, long rows, String sha256) {

        String entry() {
            return "tables/" + name + ".copy";
        }

        String columnList() {
            return "\"" + String.join("\", \"", columns) + "\"";
        }
    }

    /** A partition that rows of the file need. */
    record Partition(String name, String parent, String bound) {}

    record Sequence(String name, long last, boolean called) {}

    byte[] json() {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    }

    /** Reads and distrusts it: names and bounds become part of statements. */
    static Manifest read(InputStream in) throws IOException {
        Manifest manifest;
        try {
            manifest = JsonMapper.shared().readValue(in.readAllBytes(), Manifest.class);
        } catch (JacksonException e) {
            throw new StartException(
                    "The manifest of the export cannot be read: the file is damaged, take another.", e);
        }
        if (manifest.format != FORMAT) {
            throw new StartException("The export has the format " + manifest.format + " and this release reads "
                    + FORMAT + ": import it with the release that wrote it.");
        }
        boolean sound = manifest.tables.stream()
                        .allMatch(table ->
                                isName(table.name) && table.columns.stream().allMatch(Manifest::isName))
                && manifest.sequences.stream().allMatch(sequence -> isName(sequence.name))
                && manifest.partitions.stream()
                        .allMatch(partition -> isName(partition.name)
                                && isName(partition.parent)
                                && BOUND.matcher(partition.bound).matches());
        if (!sound) {
            throw new StartException("The manifest of the export names what no export of Nightshift names: the file is"
                    + " damaged or was changed, take another.");
        }
        return manifest;
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
