package io.nightshift.platform.plugin;

import io.nightshift.platform.event.NotThereException;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Plugin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import org.jspecify.annotations.Nullable;

/** The classes of one JAR. Thread-safe. */
final class PluginAssembly {

    /** Unpacked; a JAR that grows beyond is no plug-in but an attack. */
    private static final long MOST_BYTES = 256L * 1024 * 1024;

    private final String name;
    private final AssemblyLoader loader;

    private PluginAssembly(String name, AssemblyLoader loader) {
        this.name = name;
        this.loader = loader;
    }

    /** The assembly in this content; 0x80044191 when it is no JAR. */
    static PluginAssembly read(String name, String base64) {
        Map<String, byte[]> entries = new HashMap<>();
        long bytes = 0;
        try (JarInputStream jar = new JarInputStream(
                new ByteArrayInputStream(Base64.getMimeDecoder().decode(base64)), false)) {
            for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                byte[] content = jar.readNBytes((int) (MOST_BYTES - bytes + 1));
                bytes += content.length;
                if (bytes > MOST_BYTES) {
                    throw unreadable(name, "it holds more than " + MOST_BYTES / 1024 / 1024 + " MB");
                }
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), content);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(name, "its content is not the Base64 of a JAR");
        }
        if (entries.keySet().stream().noneMatch(entry -> entry.endsWith(".class"))) {
            throw unreadable(name, "its content is not the Base64 of a JAR with classes");
        }
        return new PluginAssembly(name, new AssemblyLoader(name, entries));
    }

    private static OrganizationServiceFault unreadable(String name, String why) {
        return FaultCode.UNABLE_TO_LOAD_PLUGIN_ASSEMBLY.fault(
                "The plug-in assembly " + name + " cannot be loaded: " + why + ".");
    }

    /** What makes plug-ins of a class; 0x80044190 when it is not there or is no plug-in. */
    PluginFactory factory(String typeName) {
        Class<?> type;
        try {
            type = Class.forName(typeName, false, loader);
        } catch (ClassNotFoundException e) {
            throw new NotThereException(
                    FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE,
                    "The plug-in assembly " + name + " has no class " + typeName
                            + ": register a version of it that has, under the same name.");
        } catch (LinkageError e) {
            throw FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE.fault(
                    "The class " + typeName + " of the plug-in assembly " + name
                            + " cannot be loaded: " + e.getMessage()
                            + ". A plug-in sees the classes of its JAR, of the JDK, and of io.nightshift.sdk.");
        }
        if (!Plugin.class.isAssignableFrom(type)
                || Modifier.isAbstract(type.getModifiers())
                || !Modifier.isPublic(type.getModifiers())) {
            throw FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE.fault("The class " + typeName + " of the plug-in assembly "
                    + name + " is no plug-in: it has to be a public class that implements io.nightshift.sdk.Plugin.");
        }
        return (configuration, secure) -> make(type.asSubclass(Plugin.class), configuration, secure);
    }

    private Plugin make(Class<? extends Plugin> type, @Nullable String configuration, @Nullable String secure)
            throws Exception {
        try {
            Constructor<? extends Plugin> both = constructor(type, String.class, String.class);
            if (both != null) {
                return both.newInstance(configuration, secure);
            }
            Constructor<? extends Plugin> one = constructor(type, String.class);
            if (one != null) {
                return one.newInstance(configuration);
            }
            Constructor<? extends Plugin> none = constructor(type);
            if (none != null) {
                return none.newInstance();
            }
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
        throw FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE.fault("The plug-in " + type.getName() + " of the assembly " + name
                + " has no public constructor without parameters or with one or two texts.");
    }

    private static @Nullable Constructor<? extends Plugin> constructor(
            Class<? extends Plugin> type, Class<?>... parameters) {
        try {
            return type.getConstructor(parameters);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
