// Triangles of one colour each: pixel-aligned rectangles, convex polygons with a feathered edge.
uniform vec4 view;  // origin of the figure in pixels, 2 / width, 2 / height of the framebuffer
layout(location = 0) in vec2 position;
layout(location = 1) in vec4 color;  // not premultiplied
out vec4 paint;

void main() {
    paint = vec4(color.rgb * color.a, color.a);
    vec2 p = (position + view.xy) * view.zw;
    gl_Position = vec4(p.x - 1.0, 1.0 - p.y, 0.0, 1.0);
}
