package io.nightshift.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * As whom PostgreSQL's programs run, since they refuse to be root; the reasons are in the package description.
 *
 * @param prefix the words before the program that make it run so; empty when it runs as we do
 * @param uid the account that must own the data folder; null when that is ours
 */
record RunAs(List<String> prefix, @Nullable Integer uid) {
    private static final int ROOT = 0;
    static final RunAs OURSELVES = new RunAs(List.of(), null);
    private static final RunAs USER_NAMESPACE = new RunAs(List.of("unshare", "--user"), null);
    private static final List<String> ACCOUNTS = List.of("postgres", "nobody");

    /**
     * Finds the way that works here for the programs in {@code bin} on {@code data} below {@code home}.
     *
     * @throws PostgresStartException when we are root and neither a user namespace nor an account will do
     */
    static RunAs choose(Path home, Path data, Path bin) throws IOException {
        if (!"0".equals(Command.run(List.of(), "id", "-u").output().strip())) {
            return OURSELVES;
        }
        int owner = Files.exists(data) ? ownerOf(data) : ROOT;
        if (owner != ROOT) {
            RunAs same = account(Integer.toString(owner)).orElseThrow();
            if (same.reaches(home, bin)) {
                return same;
            }
            throw new PostgresStartException("The data folder " + data + " belongs to the account with id " + owner
                    + ", which cannot reach it or the programs in " + bin + ": open the folders above to that account,"
                    + " or run as that account.");
        }
        if (USER_NAMESPACE.reaches(home, bin)) {
            return USER_NAMESPACE;
        }
        for (String name : ACCOUNTS) {
            Optional<RunAs> account = account(name);
            if (account.isPresent() && account.get().reaches(home, bin)) {
                return account.get();
            }
        }
        throw new PostgresStartException(
                "PostgreSQL refuses to run as root, and neither a user namespace (forbidden here"
                        + " or shut out) nor another account (" + String.join(", ", ACCOUNTS) + ") can work in " + home
                        + ": run as an ordinary user, choose a data folder below one that everybody may enter, such as /var/lib,"
                        + " or give the address of a running PostgreSQL.");
    }

    /** Hands {@code path} with all below it to the account the programs run as. */
    void give(Path path) throws IOException {
        Integer owner = uid;
        if (owner == null) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return visitFile(folder, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether it may run the programs and enter {@code home}, which is opened for an account if that is all it takes. */
    private boolean reaches(Path home, Path bin) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(home);
        if (uid != null) {
            Set<PosixFilePermission> open = new HashSet<>(before);
            // To pass through, not to list: password and log beside the data stay closed by their own modes.
            open.add(PosixFilePermission.OTHERS_EXECUTE);
            Files.setPosixFilePermissions(home, open);
        }
        boolean reaches = Command.run(prefix, bin.resolve("postgres").toString(), "--version")
                        .succeeded()
                && Command.run(prefix, "sh", "-c", "cd \"$1\"", "sh", home.toString())
                        .succeeded();
        if (!reaches) {
            Files.setPosixFilePermissions(home, before);
        }
        return reaches;
    }

    private static Optional<RunAs> account(String nameOrId) {
        boolean numeric = nameOrId.chars().allMatch(Character::isDigit);
        Command user = numeric ? new Command(0, nameOrId) : Command.run(List.of(), "id", "-u", nameOrId);
        if (!user.succeeded()) {
            return Optional.empty();
        }
        String id = user.output().strip();
        Command group = Command.run(List.of(), "id", "-g", nameOrId);
        String groupId = group.succeeded() ? group.output().strip() : id;
        return Optional.of(new RunAs(
                List.of("setpriv", "--reuid", id, "--regid", groupId, "--clear-groups"), Integer.valueOf(id)));
    }

    private static int ownerOf(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }
}
