class Story
{
    // <seed>
    int seed = 42;

	int tabbed = 1;
    // </seed>
    void Tell() { }
}
