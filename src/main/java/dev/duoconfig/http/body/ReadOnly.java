package dev.duoconfig.http.body;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;

/**
 * A property that a request may only send back as the service returned it, see {@link ReadOnlyProperties}. Annotates components
 * of the type {@link com.fasterxml.jackson.databind.JsonNode}, which are null if the property is absent.
 */
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonDeserialize(using = ReadOnlyValue.class)
public @interface ReadOnly {

    /** The property that changes what this one shows; empty if there is none. */
    String instead() default "";

    /** Whether the property changes without a request, so that any value is taken. */
    boolean changing() default false;
}
