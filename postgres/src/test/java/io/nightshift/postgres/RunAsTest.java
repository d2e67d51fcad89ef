package io.nightshift.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingSupplier;

/** As root, as somebody else, and as root where user namespaces are not permitted. Needs root to play them all. */
class RunAsTest {
    private static final List<String> NOBODY =
            List.of("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups");

    private Path folder;

    @BeforeEach
    void makeAFolderThatAnybodyMayEnter() throws IOException {
        assumeTrue("0".equals(Command.run(List.of(), "id", "-u").output().strip()), "needs root");
        folder = Files.createTempDirectory("nightshift-accounts-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void deleteTheFolder() throws IOException {
        if (folder != null) {
            Folders.delete(folder);
        }
    }

    @Test
    void rootServesAFolderThatOnlyRootCanEnter() throws Throwable {
        assumeTrue(namespacesArePermitted(), "user namespaces are not permitted");
        Path closed = folder(folder.resolve("closed"), "rwx------");
        Path home = closed.resolve("home");
        assertServes(() -> start(List.of(), home), home);
        assertThat(Files.getAttribute(home.resolve("postgres"), "unix:uid")).isEqualTo(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    @Test
    void anOrdinaryUserServesItsOwnFolder() throws Throwable {
        Path own = folder(folder.resolve("own"), "rwx------");
        Files.setAttribute(own, "unix:uid", uid("nobody"));
        Path home = own.resolve("home");
        assertServes(() -> start(NOBODY, home), home);
        assertThat(Files.getAttribute(home.resolve("postgres"), "unix:uid")).isEqualTo(uid("nobody"));
    }

    @Test
    void anOrdinaryUserIsToldWhatItMayNotWrite() throws Exception {
        Path closed = folder(folder.resolve("closed"), "rwx------");
        try (ChildProcess process = start(NOBODY, closed.resolve("home"))) {
            assertThat(process.askInVain("start")).contains("may not write").contains("choose another data folder");
        }
    }

    @Test
    void rootWithoutNamespacesUsesAnAccountAndKeepsToIt() throws Throwable {
        assumeTrue(namespacesArePermitted(), "user namespaces are not permitted");
        Path home = folder.resolve("home");
        assertServes(() -> withoutNamespaces(home), home);
        Object owner = Files.getAttribute(home.resolve("postgres"), "unix:uid");
        assertThat(owner).isNotEqualTo(0);
        assertThat(Files.getAttribute(home.resolve("password"), "unix:uid")).isEqualTo(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx-----x");
        // Namespaces are permitted again, but the data is that account's now.
        try (ChildProcess process = start(List.of(), home)) {
            process.ask("start");
            assertThat(process.ask("count")).isEqualTo("2");
        }
    }

    @Test
    void dataOfRootChangesHandsWhenNamespacesAreGone() throws Throwable {
        assumeTrue(namespacesArePermitted(), "user namespaces are not permitted");
        Path home = folder.resolve("home");
        assertServes(() -> start(List.of(), home), home);
        try (ChildProcess process = withoutNamespaces(home)) {
            process.ask("start");
            assertThat(process.ask("count")).isEqualTo("2");
        }
    }

    @Test
    void rootThatCanDoNeitherIsToldWhatToDo() throws Exception {
        assumeTrue(namespacesArePermitted(), "user namespaces are not permitted");
        Path closed = folder(folder.resolve("closed"), "rwx------");
        Path home = closed.resolve("home");
        try (ChildProcess process = withoutNamespaces(home)) {
            assertThat(process.askInVain("start"))
                    .contains("PostgreSQL refuses to run as root")
                    .contains("run as an ordinary user")
                    .contains(home.toString());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
                .isEqualTo("rwx------");
    }

    /** Starts twice, with a hard kill in between, and finds what was written. */
    private void assertServes(ThrowingSupplier<ChildProcess> start, Path home) throws Throwable {
        try (ChildProcess process = start.get()) {
            process.ask("start");
            process.ask("insert");
            process.killHard();
            await().untilAsserted(
                            () -> assertThat(ChildProcess.postgresIn(home)).isEmpty());
        }
        assertThat(Files.readString(home.resolve("postgresql.log"))).contains("database system is shut down");
        try (ChildProcess process = start.get()) {
            process.ask("start");
            process.ask("insert");
            assertThat(process.ask("count")).isEqualTo("2");
        }
        await().untilAsserted(() -> assertThat(ChildProcess.postgresIn(home)).isEmpty());
    }

    private ChildProcess start(List<String> prefix, Path home) throws IOException {
        return ChildProcess.start(prefix, readableClassPath(), home, null);
    }

    private ChildProcess withoutNamespaces(Path home) throws IOException {
        return ChildProcess.startWhereNamespacesAreForbidden(readableClassPath(), home);
    }

    private static boolean namespacesArePermitted() {
        return Command.run(List.of("unshare", "--user"), "true").succeeded();
    }

    /** A copy of the class path where every account can read it. */
    private String readableClassPath() throws IOException {
        Path copies = folder(folder.resolve("classpath"), "rwxr-xr-x");
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            Path copy = copies.resolve(entries.size() + "-" + source.getFileName());
            entries.add(copy.toString());
            if (Files.isDirectory(source) && !Files.exists(copy)) {
                try (var files = Files.walk(source)) {
                    for (Path file : files.toList()) {
                        Files.copy(file, copy.resolve(source.relativize(file).toString()));
                    }
                }
            } else if (Files.isRegularFile(source)) {
                Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        assertThat(Command.run(List.of("chmod", "-R", "a+rX"), copies.toString()))
                .matches(Command::succeeded);
        return String.join(File.pathSeparator, entries);
    }

    private static Path folder(Path path, String permissions) throws IOException {
        Files.createDirectories(path);
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static int uid(String account) {
        return Integer.parseInt(
                Command.run(List.of(), "id", "-u", account).output().strip());
    }
}
