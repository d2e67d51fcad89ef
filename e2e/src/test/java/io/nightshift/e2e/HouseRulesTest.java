package io.nightshift.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** How the shipped classes may depend on each other. No rule here has an exception list, because exceptions license a ring. */
class HouseRulesTest {
    private static final String OURS = "io.nightshift";

    /** The packages of the engine in the order of their imports: each may use those before it. */
    private static final List<String> ENGINE_ORDER = List.of("operation", "database", "queue", "execution");

    /**
     * The packages of the platform that build on each other, in the order of their imports. The others stand beside each
     * other on top of these and do not know one another.
     */
    private static final List<String> PLATFORM_ORDER =
            List.of("metadata", "security", "organization", "json", "record", "query", "message", "event");

    /** Which of our modules a module may use. */
    private static final Map<String, Set<String>> MODULE_MAY_USE = Map.of(
            "sdk", Set.of(),
            "engine", Set.of(),
            "postgres", Set.of(),
            "platform", Set.of("sdk", "engine"),
            "server", Set.of("sdk", "engine", "postgres", "platform"),
            "client", Set.of("sdk"),
            "cli", Set.of("sdk", "client"),
            "benchmarks", Set.of("sdk", "engine", "postgres", "platform", "client"),
            "e2e", Set.of());

    /** What the libraries that others embed may use beside the JDK. */
    private static final Map<String, String> FOREIGN_PACKAGES = Map.of(
            "sdk",
            "java\\..*|org\\.jspecify\\..*",
            "client",
            "java\\..*|javax\\.xml\\..*|org\\.jspecify\\..*|tools\\.jackson\\..*",
            "engine",
            "java\\..*|javax\\.sql\\..*|org\\.jspecify\\..*|org\\.slf4j\\..*|org\\.dmfs\\..*"
                    // Optional: the one class that listens (Notifications) does without where the driver is another.
                    + "|org\\.postgresql\\.PG(Connection|Notification)");

    private static final Map<String, JavaClasses> CLASSES = importModules();

    private static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(Repository.MODULES.stream()
                    .map(Repository::classes)
                    .filter(Files::isDirectory)
                    .toList());

    private static Map<String, JavaClasses> importModules() {
        Map<String, JavaClasses> imported = new LinkedHashMap<>();
        for (String module : Repository.MODULES) {
            if (Files.isDirectory(Repository.classes(module))) {
                imported.put(module, new ClassFileImporter().importPath(Repository.classes(module)));
            }
        }
        return imported;
    }

    @Test
    void everyModuleHasItsRule() {
        assertThat(MODULE_MAY_USE.keySet()).containsExactlyInAnyOrderElementsOf(Repository.MODULES);
        assertThat(CLASSES).containsKey("engine");
    }

    @Test
    void aPackageBelongsToOneModule() {
        Map<String, String> owner = new LinkedHashMap<>();
        CLASSES.forEach((module, classes) -> classes.forEach(type -> {
            assertThat(owner.getOrDefault(type.getPackageName(), module))
                    .as("module of package %s", type.getPackageName())
                    .isEqualTo(module);
            owner.put(type.getPackageName(), module);
        }));
    }

    @Test
    void modulesUseOnlyWhatTheyMay() {
        Map<String, String> moduleOf = new LinkedHashMap<>();
        CLASSES.forEach((module, classes) -> classes.forEach(type -> moduleOf.put(type.getName(), module)));
        assertNone(CLASSES.keySet(), (module, other) -> {
            String theirs = moduleOf.get(other.getName());
            return theirs == null || theirs.equals(module) || mayUse(module).contains(theirs);
        });
    }

    private static Set<String> mayUse(String module) {
        return MODULE_MAY_USE.getOrDefault(module, Set.of());
    }

    @Test
    void librariesThatOthersEmbedBringNothingElse() {
        assertNone(
                FOREIGN_PACKAGES.keySet(),
                (module, other) -> other.getName().startsWith(OURS)
                        || other.isPrimitive()
                        || other.getName().matches(FOREIGN_PACKAGES.getOrDefault(module, "")));
    }

    /** Fails with every dependency of the modules' classes that is not {@code allowed}. */
    private static void assertNone(Set<String> modules, BiPredicate<String, JavaClass> allowed) {
        Set<String> forbidden = new TreeSet<>();
        for (String module : modules) {
            for (JavaClass type : CLASSES.getOrDefault(module, new ClassFileImporter().importClasses())) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> !allowed.test(
                                module, dependency.getTargetClass().getBaseComponentType()))
                        .forEach(dependency -> forbidden.add(module + ": " + dependency.getDescription()));
            }
        }
        assertThat(forbidden).isEmpty();
    }

    @Test
    void theEnginesPackagesImportOneWay() {
        Set<String> backward = new TreeSet<>();
        for (JavaClass type : CLASSES.getOrDefault("engine", ALL)) {
            int place = enginePlace(type);
            assertThat(place)
                    .as("%s: a package of the engine stands in ENGINE_ORDER", type.getName())
                    .isNotNegative();
            type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> enginePlace(dependency.getTargetClass()) > place)
                    .forEach(dependency -> backward.add(dependency.getDescription()));
        }
        assertThat(backward).isEmpty();
    }

    private static int enginePlace(JavaClass type) {
        String[] names = type.getPackageName().split("\\.", -1);
        return type.getPackageName().startsWith(OURS + ".") ? ENGINE_ORDER.indexOf(names[2]) : -1;
    }

    @Test
    void thePlatformsPackagesImportOneWayAndSiblingsNotEachOther() {
        Set<String> forbidden = new TreeSet<>();
        for (JavaClass type : CLASSES.getOrDefault("platform", ALL)) {
            String own = platformPackage(type);
            type.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> !platformMayUse(own, platformPackage(dependency.getTargetClass())))
                    .forEach(dependency -> forbidden.add(dependency.getDescription()));
        }
        assertThat(forbidden).isEmpty();
    }

    /** The package below {@code platform}; empty for the package itself, which puts all together, and for others' classes. */
    private static String platformPackage(JavaClass type) {
        String prefix = OURS + ".platform.";
        String name = type.getBaseComponentType().getPackageName();
        return name.startsWith(prefix) ? name.substring(prefix.length()).split("\\.", -1)[0] : "";
    }

    private static boolean platformMayUse(String own, String other) {
        if (own.isEmpty() || other.isEmpty() || own.equals(other)) {
            return true;
        }
        int place = PLATFORM_ORDER.indexOf(own);
        int theirs = PLATFORM_ORDER.indexOf(other);
        return theirs >= 0 && (place < 0 || theirs < place);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(OURS + ".(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void namesSayASubject() {
        noClasses()
                .should()
                .haveNameMatching(".*(Utils?|Helpers?|Manager|Impl|Common)(\\$.*)?")
                .orShould()
                .haveNameMatching(".*\\.(utils?|helpers?|managers?|impl|common)\\..*")
                .check(ALL);
    }

    @Test
    void datesAreJavaTime() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Date")
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching(
                        "java\\.util\\.(Gregorian)?Calendar|java\\.text\\.SimpleDateFormat|java\\.util\\.Timer")
                .check(ALL);
    }

    /** The engine's wall clock and monotonic clock are SystemClock; other modules measure their own waiting, no more. */
    @Test
    void timeIsPassedIn() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : ALL) {
            if (type.getName().equals(OURS + ".database.SystemClock")) {
                continue;
            }
            boolean engine = enginePlace(type) >= 0;
            type.getAccessesFromSelf().stream()
                    .filter(access -> readsWallClock(access.getTarget())
                            || (engine && isMethod(access.getTarget(), System.class, "nanoTime")))
                    .forEach(access -> found.add(access.getDescription()));
        }
        assertThat(found).isEmpty();
    }

    private static boolean readsWallClock(AccessTarget target) {
        JavaClass owner = target.getOwner();
        return (owner.getPackageName().equals("java.time") && target.getName().equals("now"))
                || (owner.isEquivalentTo(Clock.class)
                        && Set.of("systemUTC", "systemDefaultZone", "system").contains(target.getName()))
                || isMethod(target, System.class, "currentTimeMillis");
    }

    /**
     * Whoever starts threads must also stop them, so in the engine one class does both: AsyncService, by its
     * ServiceThreads, which nobody else may touch.
     */
    @Test
    void theEnginesThreadsAreStartedByAsyncService() {
        String service = "io\\.nightshift\\.execution\\.AsyncService(\\$.*)?";
        String threads = "io\\.nightshift\\.execution\\.ServiceThreads(\\$.*)?";
        Set<String> found = new TreeSet<>();
        for (JavaClass type : CLASSES.getOrDefault("engine", ALL)) {
            if (!type.getName().matches(service + "|" + threads)) {
                type.getAccessesFromSelf().stream()
                        .filter(access -> startsThreads(access)
                                || access.getTargetOwner().getName().matches(threads))
                        .forEach(access -> found.add(access.getDescription()));
            }
        }
        assertThat(found).isEmpty();
    }

    private static boolean startsThreads(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        JavaClass owner = target.getOwner();
        boolean constructor = target.getName().equals("<init>");
        return (constructor && (owner.isAssignableTo(Thread.class) || owner.isAssignableTo(Executor.class)))
                || (owner.isEquivalentTo(Thread.class)
                        && Set.of("ofVirtual", "ofPlatform", "startVirtualThread")
                                .contains(target.getName()))
                || owner.isEquivalentTo(Executors.class)
                || (owner.isEquivalentTo(CompletableFuture.class)
                        && target.getName().endsWith("Async"));
    }

    private static boolean isMethod(AccessTarget target, Class<?> owner, String name) {
        return target.getOwner().isEquivalentTo(owner) && target.getName().equals(name);
    }
}
