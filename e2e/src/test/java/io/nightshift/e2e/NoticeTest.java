package io.nightshift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Whoever gets the programs is told what is in them. */
class NoticeTest {
    @Test
    void everyShippedLibraryIsNamedInNotice() throws Exception {
        String notice = Repository.text(Repository.ROOT.resolve("NOTICE"));
        Set<String> unnamed = new TreeSet<>();
        for (String program : List.of("server", "cli")) {
            for (String library : libraries(Repository.ROOT.resolve(program + "/target/" + program + ".jar"))) {
                if (!Repository.MODULES.contains(library) && !notice.contains("\n  " + library + " ")) {
                    unnamed.add(library);
                }
            }
        }
        assertThat(unnamed).isEmpty();
    }

    /** The artifacts on a program's class path, as its manifest lists them, without their versions. */
    private static List<String> libraries(Path program) throws Exception {
        try (JarFile jar = new JarFile(program.toFile())) {
            String classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return List.of(classPath.split(" ")).stream()
                    .map(library -> library.replaceFirst("^lib/", "").replaceFirst("-\\d.*\\.jar$", ""))
                    .toList();
        }
    }
}
