package dev.duoconfig.http.body;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The maximum number of items of a list in a request. Reading stops at the first item beyond it, so a list that is far too
 * long takes no memory. Annotates the list or, where the list is the whole body, the type of its items.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface MaxItems {

    int value();

    /** The code of the error. */
    String code() default "too-many";
}
