package io.nightshift.platform.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles sources into a JAR, as plug-in authors do. */
final class Jar {

    private Jar() {}

    /** The Base64 of a JAR with these classes, by their names, and a resource {@code greeting.txt}. */
    static String of(Path folder, Map<String, String> sources, String greeting) throws IOException {
        Path out = Files.createDirectories(folder.resolve("classes"));
        List<String> files = new java.util.ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(source.getKey() + ".java");
            Files.writeString(file, source.getValue());
            files.add(file.toString());
        }
        List<String> arguments = new java.util.ArrayList<>(
                List.of("-d", out.toString(), "-cp", System.getProperty("java.class.path"), "--release", "21"));
        arguments.addAll(files);
        int exit = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(new String[0]));
        if (exit != 0) {
            throw new IOException("The sources of the test do not compile.");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes);
                Stream<Path> all = Files.walk(out)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(out.relativize(file).toString()));
                jar.write(Files.readAllBytes(file));
            }
            jar.putNextEntry(new JarEntry("greeting.txt"));
            jar.write(greeting.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
