// One glyph per instance, on whole pixels, copied texel by texel from the atlas.
uniform vec4 view;  // origin of the figure in pixels, 2 / width, 2 / height of the framebuffer
layout(location = 0) in vec4 area;   // left, top, right, bottom
layout(location = 1) in vec2 texel;  // of the top left corner in the atlas
layout(location = 2) in vec4 color;
out vec2 place;
flat out vec4 paint;
flat out float exponent;

void main() {
    vec2 pixel = vec2((gl_VertexID & 1) == 0 ? area.x : area.z, gl_VertexID < 2 ? area.y : area.w);
    place = texel + pixel - area.xy;
    paint = vec4(color.rgb * color.a, color.a);
    // Blending in gamma space thins light letters and thickens dark ones; the exponent evens them out.
    float luminance = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
    exponent = mix(1.0, 0.8, luminance);
    vec2 p = (pixel + view.xy) * view.zw;
    gl_Position = vec4(p.x - 1.0, 1.0 - p.y, 0.0, 1.0);
}
