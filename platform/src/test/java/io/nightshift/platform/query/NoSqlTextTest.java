package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.PlainSQL;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

/**
 * No text of ours or of a caller becomes SQL: the query package builds statements from jOOQ's typed parts. jOOQ marks what
 * takes SQL as text with {@code PlainSQL}; {@code inline} would write a value into the statement.
 */
class NoSqlTextTest {

    private static final Set<String> WRITING_VALUES = Set.of("inline", "inlined", "keyword", "raw");

    @Test
    void theCompilerUsesNoPlainSql() throws ClassNotFoundException {
        JavaClasses classes = ArchConfiguration.withThreadLocalScope(configuration -> {
            configuration.setResolveMissingDependenciesFromClassPath(false);
            return new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.nightshift.platform.query");
        });
        assertThat(classes.stream().map(JavaClass::getSimpleName)).contains("SqlFilters", "SqlSelect", "SqlQueries");
        Set<String> found = new TreeSet<>();
        int calls = 0;
        for (JavaClass type : classes) {
            for (JavaCodeUnitAccess<?> call : type.getCodeUnitAccessesFromSelf()) {
                String owner = call.getTargetOwner().getName();
                calls += owner.startsWith("org.jooq") ? 1 : 0;
                if ((owner.startsWith("org.jooq") && takesSql(call)) || owner.matches("java\\.sql\\..*Statement")) {
                    found.add(call.getDescription());
                }
            }
        }
        assertThat(calls).isGreaterThan(50);
        assertThat(found).isEmpty();
    }

    private static boolean takesSql(JavaCodeUnitAccess<?> call) throws ClassNotFoundException {
        List<String> parameters = call.getTarget().getRawParameterTypes().stream()
                .map(JavaClass::getName)
                .toList();
        Class<?> owner = Class.forName(call.getTargetOwner().getName());
        for (Method method : owner.getMethods()) {
            if (method.getName().equals(call.getTarget().getName())
                    && parameters.equals(Arrays.stream(method.getParameterTypes())
                            .map(Class::getName)
                            .toList())) {
                return method.isAnnotationPresent(PlainSQL.class)
                        || (owner.equals(DSL.class) && WRITING_VALUES.contains(method.getName()));
            }
        }
        return false;
    }

    /** The mark can be seen while the tests run; without it the test above would find nothing. */
    @Test
    void jooqMarksPlainSql() throws NoSuchMethodException {
        assertThat(DSL.class.getMethod("condition", String.class).isAnnotationPresent(PlainSQL.class))
                .isTrue();
    }
}
