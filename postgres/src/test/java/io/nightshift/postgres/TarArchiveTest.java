package io.nightshift.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarArchiveTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();

    @Test
    void writesFilesFoldersAndLinks() throws IOException {
        entry("bin/", '5', 0755, "", "");
        entry("bin/tool", '0', 0755, "", "x".repeat(700));
        entry("text", '0', 0644, "", "");
        entry("lib/link", '2', 0777, "../bin/tool", "");
        Files.createDirectory(folder.resolve("lib"));
        archive.writeBytes(new byte[1024]);
        unpack(archive.toByteArray());
        assertThat(folder.resolve("bin/tool")).isExecutable().hasSize(700);
        assertThat(folder.resolve("text")).isEmptyFile();
        assertThat(Files.isExecutable(folder.resolve("text"))).isFalse();
        assertThat(folder.resolve("lib/link")).isSymbolicLink().hasSize(700);
    }

    @Test
    void refusesToWriteOutsideItsFolder() throws IOException {
        entry("../outside", '0', 0644, "", "x");
        assertThatThrownBy(() -> unpack(archive.toByteArray())).hasMessageContaining("points outside");
        archive.reset();
        entry("link", '2', 0777, "../../etc/passwd", "");
        assertThatThrownBy(() -> unpack(archive.toByteArray())).hasMessageContaining("points outside");
        assertThat(folder.resolve("../outside")).doesNotExist();
    }

    @Test
    void refusesWhatItDoesNotKnowAndWhatIsCutShort() throws IOException {
        entry("device", '3', 0644, "", "");
        assertThatThrownBy(() -> unpack(archive.toByteArray())).hasMessageContaining("unexpected kind '3'");
        archive.reset();
        entry("file", '0', 0644, "", "x".repeat(700));
        byte[] whole = archive.toByteArray();
        assertThatThrownBy(() -> unpack(Arrays.copyOf(whole, 600))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> unpack(Arrays.copyOf(whole, 300))).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> unpack(Arrays.copyOf(whole, 512 + 700))).isInstanceOf(EOFException.class);
        whole[124] = 'x';
        assertThatThrownBy(() -> unpack(whole)).hasMessageContaining("damaged");
    }

    private void unpack(byte[] bytes) throws IOException {
        TarArchive.unpack(new ByteArrayInputStream(bytes), folder);
    }

    private void entry(String name, char kind, int mode, String link, String content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, String.format("%07o", mode));
        put(header, 124, String.format("%011o", content.length()));
        header[156] = (byte) kind;
        put(header, 157, link);
        archive.writeBytes(header);
        archive.writeBytes(
                Arrays.copyOf(content.getBytes(StandardCharsets.US_ASCII), (content.length() + 511) / 512 * 512));
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
