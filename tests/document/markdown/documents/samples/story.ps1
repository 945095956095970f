# <snippetStory>
$seed = 42
# </snippetStory>
