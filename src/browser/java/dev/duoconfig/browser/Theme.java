package dev.duoconfig.browser;

import java.util.Locale;

import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;

/** The colors that a user has chosen for all websites. */
enum Theme {
    LIGHT(ColorScheme.LIGHT, ForcedColors.NONE),
    DARK(ColorScheme.DARK, ForcedColors.NONE),
    /** The high contrast of an operating system, which replaces the colors of the page. */
    FORCED(ColorScheme.DARK, ForcedColors.ACTIVE);

    private final ColorScheme scheme;
    private final ForcedColors forced;

    Theme(ColorScheme scheme, ForcedColors forced) {
        this.scheme = scheme;
        this.forced = forced;
    }

    ColorScheme scheme() {
        return scheme;
    }

    ForcedColors forced() {
        return forced;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
