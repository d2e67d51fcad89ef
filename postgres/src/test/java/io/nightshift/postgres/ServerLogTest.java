package io.nightshift.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    @TempDir
    Path folder;

    @Test
    void movesToASecondFileBeyondTheLimitWhileTheWriterGoesOn() throws IOException {
        Path file = folder.resolve("postgresql.log");
        ServerLog log = new ServerLog(file);
        log.mark();
        try (var writer = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            writer.write("first\n".getBytes(StandardCharsets.UTF_8));
            log.bound();
            assertThat(file).hasContent("first\n");
            writer.write(new byte[11 << 20]);
            log.bound();
            assertThat(file).isEmptyFile();
            assertThat(folder.resolve("postgresql.log.1")).hasSize((11 << 20) + 6);
            writer.write("second\n".getBytes(StandardCharsets.UTF_8));
            assertThat(file).hasContent("second\n");
        }
        assertThat(log.sinceMark()).isEqualTo("second\n");
    }

    @Test
    void tellsWhatAStartAdded() throws IOException {
        Path file = folder.resolve("postgresql.log");
        Files.writeString(file, "old\n");
        ServerLog log = new ServerLog(file);
        log.mark();
        assertThat(log.sinceMark()).isEmpty();
        Files.writeString(file, "new\n", StandardOpenOption.APPEND);
        assertThat(log.sinceMark()).isEqualTo("new\n");
    }
}
