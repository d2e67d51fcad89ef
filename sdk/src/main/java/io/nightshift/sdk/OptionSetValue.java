package io.nightshift.sdk;

/** A chosen option, by its number. */
public record OptionSetValue(int value) {}
