# List what a script uses, one use a line, as PowerShell's own parser sees it: "operator ??", "command Get-Item -Force".
param($Path)

$unread = $null
$ast = [Management.Automation.Language.Parser]::ParseFile($Path, [ref]$unread, [ref]$unread)
foreach ($node in $ast.FindAll({ $true }, $true)) {
  switch ($node.GetType().Name) {
    'CommandAst' {
      $name = $node.GetCommandName()
      "command $name"
      foreach ($element in $node.CommandElements) {
        if ($element.GetType().Name -eq 'CommandParameterAst') { "command $name -$($element.ParameterName)" }
      }
    }
    'FunctionDefinitionAst' { "function $($node.Name)" }
    'TernaryExpressionAst' { 'operator ?:' }
    'PipelineChainAst' { "operator $($node.Operator)" }
    'PipelineAst' { if ($node.Background) { 'operator &' } }
    'BinaryExpressionAst' { "operator $($node.Operator)" }
    'AssignmentStatementAst' { "operator $($node.Operator)"; "assigned $($node.Left.VariablePath.UserPath)" }
    'ParameterAst' { "assigned $($node.Name.VariablePath.UserPath)" }
    'MemberExpressionAst' { if ($node.NullConditional) { 'operator ?.' } }
    'InvokeMemberExpressionAst' { if ($node.NullConditional) { 'operator ?.' } }
    'IndexExpressionAst' { if ($node.NullConditional) { 'operator ?[]' } }
    'TypeExpressionAst' { "type $($node.TypeName.FullName)" }
    'ConvertExpressionAst' { "type $($node.Type.TypeName.FullName)" }
    'VariableExpressionAst' { "variable $($node.VariablePath.UserPath)" }
  }
}
