/** Plug-ins: custom Java code that steps run, registered by the host in process or by anybody as JARs. */
@NullMarked
package io.nightshift.platform.plugin;

import org.jspecify.annotations.NullMarked;
