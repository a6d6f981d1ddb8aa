package dev.duoconfig.browser;

import java.util.List;

/**
 * How a page is shown.
 *
 * @param width the width of the window in CSS pixels
 */
record Look(Theme theme, int width) {

    static final int WIDE = 1280;

    /** A window of 1280 pixels at a zoom of 400 %, and a small phone. */
    static final int NARROW = 320;

    static final int HEIGHT = 800;

    static final List<Integer> WIDTHS = List.of(WIDE, NARROW);

    static final Look DEFAULT = new Look(Theme.LIGHT, WIDE);

    @Override
    public String toString() {
        return theme + "-" + width;
    }
}
