package dev.duoconfig.model;

import java.util.List;

/** One page of models, and how many match in all. */
record ModelPage(List<Model> models, long total) {}
