package io.nightshift.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LifecycleDocumentTest {

    private static final Path PAGE = Path.of("..", "docs", "lifecycle.md");

    @Test
    void thePageIsWhatTheTablePrints() throws IOException {
        String printed = LifecycleDocument.print();
        if (Boolean.getBoolean("lifecycle.print")) {
            Files.writeString(PAGE, printed);
        }
        assertThat(PAGE)
                .as("docs/lifecycle.md is not what the class Lifecycle says. Print it anew with"
                        + " mvn -pl engine test -Dtest=LifecycleDocumentTest -Dlifecycle.print=true and commit it")
                .hasContent(printed);
    }
}
