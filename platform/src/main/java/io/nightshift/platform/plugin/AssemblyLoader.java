package io.nightshift.platform.plugin;

import io.nightshift.sdk.Plugin;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one JAR. They see the JDK and the sdk, nothing of the server and of other assemblies; what the JAR
 * brings along is its own. Resources are read with {@code getResourceAsStream}.
 */
final class AssemblyLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Map<String, byte[]> entries;

    AssemblyLoader(String name, Map<String, byte[]> entries) {
        super("assembly " + name, new SdkLoader());
        this.entries = Map.copyOf(entries);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] content = entries.get(name.replace('.', '/') + ".class");
        if (content == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, content, 0, content.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        byte[] content = entries.get(name);
        return content == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(content);
    }

    /** The JDK and the sdk, as the platform itself has them. */
    private static final class SdkLoader extends ClassLoader {

        private static final String SDK = Plugin.class.getPackageName() + ".";

        SdkLoader() {
            super("sdk", getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(SDK)) {
                return Class.forName(name, false, Plugin.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }
}
