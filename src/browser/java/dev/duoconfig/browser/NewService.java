package dev.duoconfig.browser;

import java.util.Map;

/** A service with its default settings as it is after its first start, except for what tests change. */
final class NewService extends SharedService {

    static final NewService SHARED = new NewService();

    private NewService() {}

    @Override
    void start() throws Exception {
        launch(directory(), Map.of());
    }
}
